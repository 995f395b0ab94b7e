// Who watches a rehearsal while it is played, and what they are told.

export type ProgressPhase =
  | "starting"
  | "waiting until ready"
  | "warming up"
  | "running the hook"
  | "stopping"
  | "killed"
  /** Of a rolling update, in place of the three before. */
  | "updating"
  | "waiting for the last requests";

export interface Audience {
  phase(phase: ProgressPhase): void;
  counts(counts: { readonly sent: number; readonly ok: number; readonly lost: number }): void;
  alive(processes: readonly { readonly pid: number; readonly name: string }[]): void;
  /** t = 0, on the clock of performance.now(). */
  stopBegan(atMs: number): void;
}

/** Nobody watches. */
export const NOBODY: Audience = { phase() {}, counts() {}, alive() {}, stopBegan() {} };
