// Property tests try the same cases every time, so that a red run can be repeated. LASTCALL_SEED tries others.

import fc from "fast-check";

fc.configureGlobal({ seed: Number(process.env.LASTCALL_SEED ?? 20_261_121) });
