// Wrong: has no handler. The kernel drops the signal for PID 1, and SIGKILL ends it in the middle of its work.
require("./serve.cjs").serve();
