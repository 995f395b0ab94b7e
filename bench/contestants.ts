// Which inits are measured: ours and whatever of the others is installed, with the words that select a mode.
// Others are never run outside a PID namespace; that is the business of bench/native.
import { existsSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";

export interface Contestant {
  name: string;
  path: string;
  ours: boolean;
  /** Words that make it signal the direct child only, or the child's process group. */
  child: string[];
  group: string[];
}

const dist = resolve(import.meta.dirname, "../dist");

function ofDist(file: string): string | null {
  const path = join(dist, file);
  return existsSync(path) ? path : null;
}

export const lastcallInit = ofDist("lastcall-init");
export const lastcallNode = ofDist("lastcall");

// Distributions put catatonit where podman looks for it.
const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/libexec/podman"];

function installed(name: string): string | null {
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path)) ?? null;
}

const others = [
  { name: "tini", child: [], group: ["-g"] },
  { name: "tini-static", child: [], group: ["-g"] },
  { name: "dumb-init", child: ["-c"], group: [] },
  { name: "catatonit", child: [], group: ["-g"] },
];

export function peers(): Contestant[] {
  return others.flatMap((other) => {
    const path = installed(other.name);
    return path === null ? [] : [{ ...other, path, ours: false }];
  });
}

export function ours(): Contestant | null {
  if (lastcallInit === null) return null;
  return { name: "lastcall-init", path: lastcallInit, ours: true, child: ["-c"], group: ["-g"] };
}
