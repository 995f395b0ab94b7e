#!/bin/sh
# Wrong: passes the signal on, and does not wait for the app. When PID 1 ends, the kernel kills everybody else.
trap 'kill -TERM "${app:?}"; sleep 0.2; exit 0' TERM
"$1" "${0%/*}/right.cjs" &
app=$!
wait "$app"
