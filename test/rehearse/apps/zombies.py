# Wrong, but no request is lost: starts programs and never waits for them.
import os

from serve import serve_until_told

for _ in range(3):
    if os.fork() == 0:
        os._exit(0)
serve_until_told()
