// A second entry for asc, behind main.ts (scripts/build/init.ts): its initialiser is the last of all.

import { allocateBuffers, termination } from "./scratch.ts";
import { lines } from "./termination-log.ts";

allocateBuffers();
lines.start = termination;
