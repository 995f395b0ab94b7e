// What keeps an app that was started from being judged. Each message is one line; those of the app have its last words.

/** It did not become ready. */
export class NotReady extends Error {
  override readonly name = "NotReady";
}

/** It did not live to its stop. */
export class EndedEarly extends Error {
  override readonly name = "EndedEarly";
}

/** This machine could not send most of the load in time: that would be no verdict on the app. */
export class TooBusy extends Error {
  override readonly name = "TooBusy";
}
