#!/bin/sh
# Wrong: no `exec`, and something behind the app, so that every shell stays PID 1. It waits for the app and tells it nothing.
"$1" "${0%/*}/right.cjs"
echo "the app has ended"
