// What `run` needs of the system and of Node: pure, so that every refusal can be tested on any machine.

import { quote } from "./failure.ts";

/** The architectures an init is built for, as Node names them. */
export const architectures = ["x64", "arm64"] as const;
export type Architecture = (typeof architectures)[number];

export function isArchitecture(name: string): name is Architecture {
  return (architectures as readonly string[]).includes(name);
}

const otherNames: Readonly<Record<string, Architecture>> = {
  amd64: "x64",
  x86_64: "x64",
  aarch64: "arm64",
};

/** What `--arch` may be called: Docker's TARGETARCH and `uname -m` have words of their own. */
export function architectureNamed(name: string): Architecture | undefined {
  if (isArchitecture(name)) return name;
  return Object.hasOwn(otherNames, name) ? otherNames[name] : undefined;
}

/** Why `run` cannot work here, or "". */
export function refusal(platform: string, arch: string): string {
  if (platform !== "linux") {
    return `run: needs Linux, this is ${quote(platform)}: run it in a container, or write the init into an image with 'lastcall install'`;
  }
  if (!isArchitecture(arch)) {
    return `run: no init for the architecture ${quote(arch)}: there is one for ${architectures.join(" and ")}`;
  }
  return "";
}
