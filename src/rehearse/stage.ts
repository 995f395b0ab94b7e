// What plays need of whoever has asked for them: somebody who watches, and where the inits are.

import type { Audience } from "./audience.ts";

export interface Stage {
  /** Who watches; `title` where there are several rehearsals. */
  audience(title: string | null): Audience;
  /** Where our own init is; asked for only if it is needed, and always the same. */
  ownInit(): string;
  readonly cancelled: AbortSignal;
  /** Folders, as in PATH. */
  readonly path: string;
}

/** Our init is run from a file of our own making, which is nobody's business. */
export function withoutPath<T>(report: T, init: string): T {
  return JSON.parse(JSON.stringify(report).replaceAll(JSON.stringify(init).slice(1, -1), "lastcall-init")) as T;
}
