// Where the app listens, for messages that say why it cannot be rehearsed.

/** So many ports are named. */
const MOST = 6;

/** `the app listens on port 80`, on several, or on none that is seen. */
export function listensOn(ports: readonly number[]): string {
  if (ports.length === 0) return "the app is not seen to listen on any port";
  const named = [...ports].sort((one, other) => one - other).slice(0, MOST);
  const more = ports.length > MOST ? ` and ${ports.length - MOST} more` : "";
  return `the app listens on ${ports.length === 1 ? "port" : "ports"} ${named.join(", ")}${more}`;
}
