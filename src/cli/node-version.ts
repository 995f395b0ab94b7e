// Which Node the npm package needs: the first with process.execve.

export const NEEDED_NODE = "22.15";

/** Why this version of Node will not do, or "". */
export function tooOld(version: string): string {
  const [major, minor] = version.split(".").map(Number);
  const [neededMajor, neededMinor] = NEEDED_NODE.split(".").map(Number);
  if (major > neededMajor || (major === neededMajor && minor >= neededMinor)) return "";
  return `needs Node ${NEEDED_NODE} or newer, this is ${version}`;
}
