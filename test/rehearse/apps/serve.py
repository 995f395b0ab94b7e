# What the apps in Python have in common: the server of serve.cjs, and the same way to leave.
import http.server
import os
import signal
import threading
import time


class Answer(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self):
        halves = [b"first half\n", b"second half\n"] if self.path == "/slow" else [b"here\n"]
        self.server.begin()
        try:
            self.send_response(200)
            self.send_header("Content-Length", str(sum(map(len, halves))))
            if self.server.is_leaving:
                self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(halves[0])
            for half in halves[1:]:
                time.sleep(0.3)
                self.wfile.write(half)
        finally:
            self.server.end()

    def log_message(self, *words):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self):
        super().__init__(("", int(os.environ.get("PORT", "0"))), Answer)
        self.is_leaving = False
        self.in_flight = 0
        self.change = threading.Condition()

    def begin(self):
        with self.change:
            self.in_flight += 1

    def end(self):
        with self.change:
            self.in_flight -= 1
            self.change.notify_all()

    def leave(self):
        print("leaving", flush=True)
        self.is_leaving = True
        time.sleep(1.5)
        self.shutdown()
        self.server_close()
        with self.change:
            self.change.wait_for(lambda: self.in_flight == 0)
        print("drained", flush=True)


def serve_until_told(when_told=lambda: None):
    # Through a pipe that the C handler itself writes to: the kernel may hand the signal to any thread, and Python's own handlers wait for
    # the main one, which would go on sleeping.
    told, tell = os.pipe()
    os.set_blocking(tell, False)
    signal.set_wakeup_fd(tell)
    signal.signal(signal.SIGTERM, lambda *_: None)
    server = Server()
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    print("ready", os.getpid(), flush=True)
    os.read(told, 1)
    when_told()
    server.leave()
