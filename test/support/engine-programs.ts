// The engines of the machine that start the init as a part of their own, and what is missing where they are not.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { type Need, needsRoot } from "./needs.ts";
import { programPath, withPrograms } from "./programs.ts";

/** The engines want the cgroup file systems, which a small virtual machine without systemd may not have mounted. */
const needsCgroups: Need =
  needsRoot.ok && !/^cgroup/m.test(readFileSync("/proc/mounts", "utf8"))
    ? { ok: false, reason: "no cgroup file system is mounted" }
    : needsRoot;

export const runc = programPath("runc");
export const crun = programPath("crun");
export const needsRunc: Need = withPrograms(needsCgroups, "runc", { runc });
export const needsCrun: Need = withPrograms(needsCgroups, "crun", { crun });

export const podman = programPath("podman");
export const needsPodman: Need = withPrograms(needsCgroups, "podman and crun", { podman, crun });

export const containerd = programPath("containerd");
export const ctr = programPath("ctr");
export const needsContainerd: Need = withPrograms(needsCgroups, "containerd", { containerd, ctr });

const dockerd = programPath("dockerd");
/** A daemon of our own, started with settings of our own; one that runs already does not help. */
export const needsDockerd: Need = withPrograms(needsCgroups, "docker.io", { dockerd, docker: programPath("docker") });

/** Docker's plugin, else the program of its own that Compose was once. */
const hasPlugin = () => spawnSync("docker", ["compose", "version"], { timeout: 20_000, stdio: "ignore" }).status === 0;
const composeProgram = programPath("docker-compose");
export const compose: readonly string[] = needsDockerd.ok && hasPlugin() ? ["docker", "compose"] : [composeProgram];
export const needsCompose: Need = withPrograms(needsDockerd, "docker-compose", { "docker-compose": compose[0] });
