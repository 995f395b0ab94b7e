"""Runs its arguments with a fresh pseudo-terminal as stdin, stdout and stderr, relays bytes both
ways and ends as they end. The terminal is nobody's controlling terminal yet: `setsid --ctty` inside
takes it, so that PID 1 becomes the session leader as under `docker run -it`."""
import fcntl, os, pty, select, signal, struct, sys, termios

master, slave = pty.openpty()
fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 240, 0, 0))
child = os.fork()
if child == 0:
    os.setsid()
    for fd in (0, 1, 2):
        os.dup2(slave, fd)
    os.closerange(3, 64)
    # Python ignores these two at its own start, and ignored signals survive exec.
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    os.execvp(sys.argv[1], sys.argv[1:])
os.close(slave)



class HangUp(Exception):
    pass


def hang_up(*_):
    raise HangUp


def relay():
    sources = [0, master]
    while master in sources:
        for fd in select.select(sources, [], [])[0]:
            try:
                data = os.read(fd, 65536)
            except OSError:  # EIO: the last process with the terminal open is gone
                data = b""
            if not data and fd == 0:
                sys.exit(1)  # the test run is gone, and with us goes the terminal
            if not data:
                sources.remove(fd)
            elif fd == master:
                os.write(1, data)
            else:
                os.write(master, data)


signal.signal(signal.SIGTERM, hang_up)
try:
    relay()
except HangUp:
    os.close(master)

code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
sys.exit(code if code >= 0 else 128 - code)
