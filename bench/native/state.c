// state FIRST ALL IDLE_MS --- ARGV…: what an init occupies. Prints its /proc/PID/status and smaps_rollup after
// FIRST signals and orphans, after ALL of them, and once more after IDLE_MS in which nothing happened.
#include "common.h"

static void show(pid_t pid, const char *name) {
  char path[64], text[8192];
  snprintf(path, sizeof path, "/proc/%d/%s", pid, name);
  int fd = open(path, O_RDONLY);
  if (fd < 0) die(path);
  ssize_t size;
  while ((size = read(fd, text, sizeof text)) > 0) fwrite(text, 1, size, stdout);
  close(fd);
}

static void checkpoint(pid_t pid, const char *title) {
  printf("== %s\n", title);
  show(pid, "status");
  show(pid, "smaps_rollup");
  fflush(stdout);
}

static int children_of(pid_t pid) {
  char path[64], text[65536];
  snprintf(path, sizeof path, "/proc/%d/task/%d/children", pid, pid);
  int fd = open(path, O_RDONLY);
  if (fd < 0) die(path);
  ssize_t size = read(fd, text, sizeof text);
  close(fd);
  int count = 0;
  for (ssize_t i = 0; i < size; i++) count += text[i] == ' ';
  return count;
}

static void tell(pid_t pid, int stamps, int signal) {
  if (kill(pid, signal) < 0) die("kill");
  next_stamp(stamps, "the init whose state is read");
}

int main(int argc, char **argv) {
  if (argc < 6) return 2;
  int first = atoi(argv[1]), all = atoi(argv[2]), idle_ms = atoi(argv[3]);
  char **variants[VARIANT_LIMIT];
  if (variants_of(argv + 4, variants) != 1) return 2;
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) < 0) die("pipe2");
  struct launch launch = {.argv = variants[0], .proc = 1, .stamps = ends[1]};
  pid_t pid = start(&launch);
  next_stamp(ends[0], variants[0][0]);
  sleep_us(300000); // an init may have things to do once its start is over
  int usual = children_of(pid);
  for (int done = 1; done <= all; done++) {
    tell(pid, ends[0], SIGUSR1); // one is answered before the next is sent, so the kernel merges none
    tell(pid, ends[0], SIGUSR2); // the app makes one orphan and answers
    if (done != first && done != all) continue;
    for (int left = PATIENCE_MS; children_of(pid) > usual && left > 0; left--) sleep_us(1000);
    sleep_us(20000); // back to sleep
    checkpoint(pid, done == first ? "first" : "all");
  }
  sleep_us(idle_ms * 1000LL);
  checkpoint(pid, "idle");
  finish(pid);
  return 0;
}
