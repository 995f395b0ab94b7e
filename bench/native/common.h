// What every measuring program needs: the clock, and a process started as PID 1 of a namespace of its own.
// Nothing here signals anything but a process it has started itself.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

// The descriptor on which the app under the init hands out its stamps: above any that is open here, or dup2 would
// find it in its place already and leave its close-on-exec flag on.
enum { STAMP_FD = 200, VARIANT_LIMIT = 32, PATIENCE_MS = 20000 };

static inline int64_t now_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

__attribute__((noreturn, unused)) static void die(const char *what) {
  fprintf(stderr, "bench: %s: %s\n", what, strerror(errno));
  exit(1);
}

static inline void sleep_us(int64_t us) {
  struct timespec t = {us / 1000000, us % 1000000 * 1000};
  while (nanosleep(&t, &t) < 0 && errno == EINTR) {}
}

struct launch {
  char **argv;
  int proc;               // mount a /proc of its own: what an init reads there costs what it costs in a container
  int stamps;             // becomes STAMP_FD, or -1
  volatile int64_t began; // taken right before execve, so that making the namespace is not part of the figure
};

static int launched(void *arg) {
  struct launch *launch = arg;
  prctl(PR_SET_PDEATHSIG, SIGKILL); // an interrupted benchmark leaves nothing behind
  if (launch->proc &&
      (mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0 || mount("proc", "/proc", "proc", 0, NULL) < 0))
    _exit(124);
  int null = open("/dev/null", O_WRONLY);
  dup2(null, 2);
  if (null > 2) close(null);
  if (launch->stamps >= 0) dup2(launch->stamps, STAMP_FD);
  launch->began = now_ns();
  execv(launch->argv[0], launch->argv);
  _exit(127);
}

/** Starts argv as PID 1 of a new PID namespace; its pid as seen from here. vfork, as posix_spawn does: the parent's size costs nothing. */
__attribute__((unused)) static pid_t start(struct launch *launch) {
  static char stack[65536] __attribute__((aligned(16)));
  int flags = CLONE_VM | CLONE_VFORK | CLONE_NEWPID | SIGCHLD | (launch->proc ? CLONE_NEWNS : 0);
  pid_t pid = clone(launched, stack + sizeof stack, flags, launch);
  if (pid < 0) die("clone");
  return pid;
}

/** `pinned`: one CPU for everybody, so that what is measured is the work and not which CPU happened to be awake. */
__attribute__((unused)) static void place(const char *placement) {
  cpu_set_t allowed, one;
  if (strcmp(placement, "pinned") != 0) return;
  if (sched_getaffinity(0, sizeof allowed, &allowed) < 0) die("sched_getaffinity");
  int last = CPU_SETSIZE - 1;
  while (last > 0 && !CPU_ISSET(last, &allowed)) last--;
  CPU_ZERO(&one);
  CPU_SET(last, &one);
  if (sched_setaffinity(0, sizeof one, &one) < 0) die("sched_setaffinity");
}

/** The next stamp from the app; dies naming the variant where none comes. */
__attribute__((unused)) static int64_t next_stamp(int fd, const char *who) {
  struct pollfd ready = {fd, POLLIN, 0};
  int64_t stamp;
  if (poll(&ready, 1, PATIENCE_MS) <= 0 || read(fd, &stamp, sizeof stamp) != sizeof stamp) {
    fprintf(stderr, "bench: no stamp from the app under %s\n", who);
    exit(1);
  }
  return stamp;
}

/** Splits `--- argv… --- argv…` in place. */
__attribute__((unused)) static int variants_of(char **words, char **variants[VARIANT_LIMIT]) {
  int count = 0;
  for (; *words; words++) {
    if (strcmp(*words, "---") != 0) continue;
    *words = NULL;
    if (count == VARIANT_LIMIT) exit(2);
    variants[count++] = words + 1;
  }
  return count;
}

/** Ends one namespace by the SIGKILL of its PID 1, which is a child of ours. */
__attribute__((unused)) static void finish(pid_t pid) {
  if (pid <= 1) exit(2);
  kill(pid, SIGKILL);
  while (waitpid(pid, NULL, 0) < 0 && errno == EINTR) {}
}
