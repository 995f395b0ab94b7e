#!/bin/sh
# What entrypoints do: prepare, run the app, tidy up. There is no trap and no exec in it, and none is
# needed: lastcall-init finds the app behind this script, and behind npm, and waits for both.
set -eu

echo "entrypoint: preparing"

code=0
"$@" || code=$?

echo "entrypoint: tidying up, the app ended with $code"
exit "$code"
