// The error of everything that keeps a rehearsal's app from being started at all.

/** One line, fit to be printed behind "lastcall rehearse: ". */
export class CannotStart extends Error {
  override readonly name = "CannotStart";
}
