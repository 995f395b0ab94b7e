// spawn free|pinned ROUNDS --- ARGV… --- ARGV…: how long each command takes as PID 1 of a namespace, from its execve to
// the return of waitpid. One line per round: nanoseconds, one column per command. The commands take turns, and
// each round begins with another one, so that none profits from its neighbour.
#include "common.h"

static int64_t once(char **argv) {
  struct launch launch = {.argv = argv, .stamps = -1};
  pid_t pid = start(&launch);
  int status;
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {}
  int64_t took = now_ns() - launch.began;
  if (status != 0) {
    fprintf(stderr, "bench: %s: wait status %#x\n", argv[0], status);
    exit(1);
  }
  return took;
}

int main(int argc, char **argv) {
  if (argc < 5) return 2;
  place(argv[1]);
  int rounds = atoi(argv[2]);
  char **variants[VARIANT_LIMIT];
  int count = variants_of(argv + 3, variants);
  enum { WARM_UP = 20 };
  for (int round = -WARM_UP; round < rounds; round++) {
    int64_t took[VARIANT_LIMIT];
    for (int turn = 0; turn < count; turn++) {
      int v = (turn + round + WARM_UP) % count;
      took[v] = once(variants[v]);
    }
    if (round < 0) continue;
    for (int v = 0; v < count; v++) printf("%lld%c", (long long)took[v], v + 1 < count ? ' ' : '\n');
  }
  return 0;
}
