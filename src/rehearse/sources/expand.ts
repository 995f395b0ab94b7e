// `$(NAME)` in a container's command, args and env, as the kubelet expands it (third_party/forked/golang/expansion): `$$(NAME)` stays
// as `$(NAME)`, and so does a name that has no value.

export function expand(text: string, env: Readonly<Record<string, string>>): string {
  return text.replace(/\$\$|\$\(([^)]*)\)/g, (all, name: string | undefined) => {
    if (name === undefined) return "$";
    return Object.hasOwn(env, name) ? (env[name] ?? all) : all;
  });
}
