// What the app and the script of test/fixtures/docker print when they are stopped well, and when they are not.

/** The app was told and drained, then the script had its own last line. */
export const drained = "app: ready\napp: told\napp: drained\nscript: cleanup after 0\n";

/** An init that tells only its child, and leaves with it: the script died of the signal, the app with the container. */
export const neverTold = "app: ready\n";

/** SIGTERM ended the script: 128 + 15, the shell's convention. */
export const scriptTerminated = 143;
