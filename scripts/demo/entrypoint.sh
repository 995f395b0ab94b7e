#!/bin/sh
# The usual entrypoint: it starts the app and has a line of its own afterwards. No trap, no exec.
"$@"
code=$?
echo "script: cleaning up, the app ended with $code"
exit $code
