// Takes away what an engine has left mounted below its folder, so that the folder can be removed.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

export function unmountBelow(folder: string): void {
  const mounts = readFileSync("/proc/self/mounts", "utf8").split("\n");
  const points = mounts.map((line) => line.split(" ")[1]).filter((at) => at?.startsWith(`${folder}/`));
  for (const point of points.reverse()) spawnSync("umount", ["--lazy", point]);
}
