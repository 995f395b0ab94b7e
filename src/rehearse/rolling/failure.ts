// Why a rolling update could not be rehearsed.

/** One line, fit to be printed behind "lastcall rehearse: ". */
export class RollingFailed extends Error {
  override readonly name = "RollingFailed";
}
