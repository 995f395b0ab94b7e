# Wrong, but no request is lost: passes the signal on to its worker, leaves as it should, and does not wait for the worker to get done.
import os
import signal
import time

from serve import serve_until_told


def work():
    signal.signal(signal.SIGTERM, lambda *_: None)
    while True:
        time.sleep(60)


worker = os.fork()
if worker == 0:
    work()
serve_until_told(when_told=lambda: os.kill(worker, signal.SIGTERM))
