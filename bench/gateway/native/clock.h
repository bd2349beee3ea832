/* Monotonic time in nanoseconds, shared by the upstream and the client: they run on one machine. */
#pragma once
#include <time.h>

static inline long long now_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000LL + t.tv_nsec;
}
