// A second entry for asc, behind main.ts (scripts/build/init.ts): its initialiser is the last of all.

import { keepEntryIn } from "../core/passwd.ts";
import { keepWordsIn } from "../core/shell-words.ts";
import { path } from "./files.ts";
import { fields, message, whole } from "./line.ts";
import * as scratch from "./scratch.ts";
import { plan } from "./state.ts";
import { lines } from "./termination-log.ts";

scratch.allocateBuffers();
path.start = scratch.path;
message.start = scratch.message;
fields.start = scratch.fields;
whole.start = scratch.whole;
lines.start = scratch.termination;
plan.ports.keepIn(scratch.ports);
keepWordsIn(scratch.words);
keepEntryIn(scratch.entry);
