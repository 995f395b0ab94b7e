// signal free|pinned steady|fresh ROUNDS --- ARGV… --- ARGV…: from kill() on the init to the first line of the app's handler.
// steady: all inits run side by side and get SIGUSR1 in turn. fresh: every sample is a new init that gets its
// first SIGTERM, the one that begins a stop. One line per round, one column per command: nanoseconds, and for
// fresh `start:latency`, where start is from execve to the app's first stamp.
#include "common.h"

struct seat {
  char **argv;
  pid_t pid;
  int stamps;
  int64_t start;
};

static void sit(struct seat *seat) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) < 0) die("pipe2");
  struct launch launch = {.argv = seat->argv, .proc = 1, .stamps = ends[1]};
  seat->pid = start(&launch);
  close(ends[1]);
  seat->stamps = ends[0];
  seat->start = next_stamp(ends[0], seat->argv[0]) - launch.began;
}

static int64_t tell(struct seat *seat, int signal) {
  int64_t sent = now_ns();
  if (kill(seat->pid, signal) < 0) die("kill");
  return next_stamp(seat->stamps, seat->argv[0]) - sent;
}

static void leave(struct seat *seat) {
  finish(seat->pid);
  close(seat->stamps);
}

int main(int argc, char **argv) {
  if (argc < 5) return 2;
  place(argv[1]);
  int fresh = strcmp(argv[2], "fresh") == 0;
  int rounds = atoi(argv[3]);
  char **variants[VARIANT_LIMIT];
  int count = variants_of(argv + 4, variants);
  struct seat seats[VARIANT_LIMIT];
  for (int v = 0; v < count; v++) {
    seats[v].argv = variants[v];
    if (!fresh) sit(&seats[v]);
  }
  // Everybody asleep again before the next sample: an engine's signal comes out of the blue.
  enum { QUIET_US = 400, WARM_UP = 3 };
  for (int round = -WARM_UP; round < rounds; round++) {
    int64_t took[VARIANT_LIMIT];
    for (int turn = 0; turn < count; turn++) {
      int v = (turn + round + WARM_UP) % count;
      if (fresh) sit(&seats[v]);
      sleep_us(fresh ? 3 * QUIET_US : QUIET_US);
      took[v] = tell(&seats[v], fresh ? SIGTERM : SIGUSR1);
      if (fresh) leave(&seats[v]);
    }
    if (round < 0) continue;
    for (int v = 0; v < count; v++) {
      if (fresh) printf("%lld:", (long long)seats[v].start);
      printf("%lld%c", (long long)took[v], v + 1 < count ? ' ' : '\n');
    }
    fflush(stdout);
  }
  if (!fresh)
    for (int v = 0; v < count; v++) leave(&seats[v]);
  return 0;
}
