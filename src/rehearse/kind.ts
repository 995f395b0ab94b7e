// What kind of process somebody is, as the init itself sees it.

import { kindOf } from "../core/command-line.ts";
import { beginText, text } from "../core/text.ts";
import { Kind } from "../core/wrappers.ts";
import type { Seen } from "./drive/sandbox.ts";
import type { ProcessRecord } from "./report.ts";
import { isInit } from "./verdict/inits.ts";

export function kindOfProcess(process: Pick<Seen, "name" | "commandLine">): ProcessRecord["kind"] {
  const [first = ""] = process.commandLine.split(" ");
  if (isInit(process.name) || isInit(first)) return "init";
  // As /proc/PID/cmdline has it: a NUL behind each word.
  const bytes = Buffer.from(`${process.commandLine.replaceAll(" ", "\0")}\0`).subarray(0, text.length);
  text.set(bytes);
  beginText(bytes.length);
  switch (kindOf()) {
    case Kind.Shell:
      return "shell";
    case Kind.Relay:
    case Kind.Courier:
      return "manager";
    default:
      return "program";
  }
}
