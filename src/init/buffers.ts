// A second entry for asc, behind main.ts (scripts/build/init.ts): its initialiser is the last of all.

import { allocateBuffers } from "./scratch.ts";

allocateBuffers();
