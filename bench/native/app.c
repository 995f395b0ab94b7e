// What runs under the init.
//   app answer         writes a stamp when ready and one from its handler of SIGTERM and SIGUSR1; SIGUSR2 makes an orphan
//   app sleepers N beside|siblings   leaves N sleeping processes: orphans of the init, or children of our parent
//   app burst N        N orphans exit at once; prints `zombies ms-until-reaped cpu-ms-of-PID-1`
#include "common.h"

static void stamp(void) {
  int64_t at = now_ns();
  if (write(STAMP_FD, &at, sizeof at) < 0) _exit(3);
}

static void on_signal(int signal) {
  if (signal != SIGUSR2) {
    stamp();
    return;
  }
  pid_t middle = fork();
  if (middle == 0) {
    fork();
    _exit(0);
  }
  waitpid(middle, NULL, 0);
  stamp();
}

__attribute__((noreturn)) static void answer(void) {
  struct sigaction action = {.sa_handler = on_signal};
  sigaction(SIGTERM, &action, NULL);
  sigaction(SIGUSR1, &action, NULL);
  sigaction(SIGUSR2, &action, NULL);
  stamp();
  for (;;) pause();
}

// Sleepers ignore the signal: what is measured is finding the app, not 5,000 handlers competing for the CPUs.
__attribute__((noreturn)) static int sleep_on(void *unused) {
  (void)unused;
  for (;;) pause();
}

static int sleepers(int count, int siblings) {
  signal(SIGTERM, SIG_IGN);
  close(STAMP_FD);
  static char stack[16384] __attribute__((aligned(16))); // copied on write, like everything else of a fork
  for (int i = 0; i < count; i++)
    if (clone(sleep_on, stack + sizeof stack, SIGCHLD | (siblings ? CLONE_PARENT : 0), NULL) < 0) die("clone");
  return 0;
}

static double cpu_ms_of_init(void) {
  unsigned long long ns = 0;
  FILE *file = fopen("/proc/1/schedstat", "r");
  if (!file || fscanf(file, "%llu", &ns) != 1) die("/proc/1/schedstat");
  fclose(file);
  return ns / 1e6;
}

static int zombies_of_init(void) {
  FILE *file = fopen("/proc/1/task/1/children", "r");
  int pid, count = -1; // one of them is us
  while (file && fscanf(file, "%d", &pid) == 1) count++;
  if (file) fclose(file);
  return count;
}

static int burst(int count) {
  int go[2], ready[2];
  if (pipe(go) < 0 || pipe(ready) < 0) die("pipe");
  pid_t *pids = mmap(NULL, count * sizeof *pids, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (pids == MAP_FAILED) die("mmap");
  pid_t middle = fork();
  if (middle == 0) {
    close(go[1]);
    for (int i = 0; i < count; i++) {
      pid_t pid = fork();
      if (pid < 0) die("fork");
      if (pid > 0) {
        pids[i] = pid;
        continue;
      }
      // A group of its own, as daemons have: in a shared one every exit walks the group's zombies
      // (will_become_orphaned_pgrp), and that would be most of the time.
      setpgid(0, 0);
      char byte;
      if (write(ready[1], "r", 1) == 1 && read(go[0], &byte, 1) == 0) _exit(0);
      _exit(1);
    }
    _exit(0);
  }
  int status;
  waitpid(middle, &status, 0);
  if (status != 0) return 1;
  char bytes[4096];
  for (int seen = 0; seen < count;) {
    ssize_t size = read(ready[0], bytes, sizeof bytes);
    if (size > 0) seen += size;
  }
  sleep_us(50000);
  double cpu_before = cpu_ms_of_init();
  int64_t began = now_ns();
  close(go[0]);
  close(go[1]);
  // A pid exists until it is reaped (kill(2): ESRCH; signal 0 delivers nothing). One look at a time, at the first
  // that was still there: asking for the whole group would walk 10,000 of them under the lock that reaping needs.
  int gone = 0;
  while (now_ns() - began < PATIENCE_MS * 1000000LL) {
    while (gone < count && kill(pids[gone], 0) < 0 && errno == ESRCH) gone++;
    if (gone == count) break;
    sleep_us(500);
  }
  double took = (now_ns() - began) / 1e6;
  printf("%d %.3f %.3f\n", gone < count ? zombies_of_init() : 0, took, cpu_ms_of_init() - cpu_before);
  return 0;
}

int main(int argc, char **argv) {
  if (argc == 2 && strcmp(argv[1], "answer") == 0) answer();
  if (argc == 4 && strcmp(argv[1], "sleepers") == 0) return sleepers(atoi(argv[2]), strcmp(argv[3], "siblings") == 0);
  if (argc == 3 && strcmp(argv[1], "burst") == 0) return burst(atoi(argv[2]));
  return 2;
}
