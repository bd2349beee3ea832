/*
 * The client of the benchmark: closed loop (each connection sends its next request when it has its answer), or open loop at
 * a fixed rate, where latency counts from the moment a request was due, so that a slow server cannot hide what it made wait.
 *
 *   load -p PORT -f BODY -c CONNECTIONS (-d SECONDS | -n REQUESTS) [-r RATE] [-H 'Name: value']...
 *
 * The first "@@@@@@@@" in the body becomes another word in every request.
 *
 * Prints one JSON object. For every "ts":1<18 digits> in an answer it counts how long that event was under way.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "clock.h"

enum { ROOM = 32768, DRAIN_SECONDS = 5, STAMP_LENGTH = 24, MARK_LENGTH = 8 };

struct connection {
  int fd, busy, has_head, chunked, index;
  size_t head_length, body_length, scanned;
  long long due, first_byte;
  char *in;
  size_t length, size;
};

struct samples {
  long long *values;
  size_t count, size;
};

static int port, poller;
/* Where the body has its mark, replaced in every request so that no two are equal, those of an earlier run included. */
static char *mark;
static long first_mark;
static char *request;
static size_t request_length;
static struct samples latencies, first_bytes, transits;
static long errors, not_ok, done, sent;

static void add(struct samples *s, long long value) {
  if (s->count == s->size) {
    s->size = s->size ? s->size * 2 : 65536;
    s->values = realloc(s->values, s->size * sizeof *s->values);
  }
  s->values[s->count++] = value;
}

static int compare(const void *a, const void *b) {
  long long x = *(const long long *)a, y = *(const long long *)b;
  return x < y ? -1 : x > y;
}

/* In milliseconds; -1 when nothing was measured. */
static double quantile(struct samples *s, double q) {
  if (!s->count) return -1;
  return s->values[(size_t)(q * (s->count - 1))] / 1e6;
}

static void open_connection(struct connection *c) {
  struct sockaddr_in address = {
      .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  int one = 1;
  c->fd = socket(AF_INET, SOCK_STREAM, 0);
  setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  if (connect(c->fd, (void *)&address, sizeof address)) {
    perror("load: cannot connect");
    exit(1);
  }
  struct epoll_event event = {EPOLLIN, {.ptr = c}};
  epoll_ctl(poller, EPOLL_CTL_ADD, c->fd, &event);
}

static void reopen(struct connection *c) {
  close(c->fd);
  open_connection(c);
}

static void write_mark(long number) {
  for (int i = MARK_LENGTH - 1; mark && i >= 0; i--, number /= 26) mark[i] = 'a' + number % 26;
}

static void fire(struct connection *c, long long due) {
  size_t offset = 0;
  c->busy = 1;
  c->has_head = c->chunked = 0;
  c->length = c->scanned = 0;
  c->first_byte = 0;
  c->due = due;
  write_mark(first_mark + sent++);
  while (offset < request_length) {
    ssize_t n = send(c->fd, request + offset, request_length - offset, MSG_NOSIGNAL);
    if (n >= 0) {
      offset += n;
      continue;
    }
    errors++;
    reopen(c);
    offset = 0;
  }
}

static void read_head(struct connection *c) {
  char *end = memmem(c->in, c->length, "\r\n\r\n", 4);
  if (!end) return;
  c->has_head = 1;
  c->head_length = end - c->in + 4;
  *end = 0;
  char *length = strcasestr(c->in, "\r\ncontent-length:");
  c->chunked = strcasestr(c->in, "\r\ntransfer-encoding:") != NULL;
  c->body_length = length ? strtoul(length + 17, NULL, 10) : 0;
  if (atoi(c->in + 9) != 200) not_ok++;
  *end = '\r';
  c->scanned = c->head_length;
}

static void read_stamps(struct connection *c, long long now) {
  char *found;
  while ((found = memmem(c->in + c->scanned, c->length - c->scanned, "\"ts\":1", 6)) &&
         (size_t)(found - c->in) + STAMP_LENGTH <= c->length) {
    long long stamp = 0;
    for (int i = 0; i < 18; i++) stamp = stamp * 10 + (found[6 + i] - '0');
    if (stamp) add(&transits, now - stamp);
    c->scanned = found - c->in + STAMP_LENGTH;
  }
}

static int is_complete(struct connection *c) {
  size_t body = c->length - c->head_length;
  if (c->chunked) return body >= 5 && !memcmp(c->in + c->length - 5, "0\r\n\r\n", 5);
  return body >= c->body_length;
}

/* Reads what has arrived. 1: the answer is complete; 0: not yet; -1: the connection was lost. */
static int receive(struct connection *c) {
  if (c->size - c->length < ROOM) {
    c->size *= 2;
    c->in = realloc(c->in, c->size);
  }
  ssize_t n = recv(c->fd, c->in + c->length, c->size - c->length, MSG_DONTWAIT);
  long long now = now_ns();
  if (n < 0 && errno == EAGAIN) return 0;
  if (n <= 0) return -1;
  if (!c->busy) return 0;
  if (!c->first_byte) c->first_byte = now;
  c->length += n;
  if (!c->has_head) read_head(c);
  if (!c->has_head) return 0;
  read_stamps(c, now);
  if (!is_complete(c)) return 0;
  add(&latencies, now - c->due);
  add(&first_bytes, c->first_byte - c->due);
  done++;
  return 1;
}

static void read_request(const char *body_file, const char *headers) {
  FILE *file = fopen(body_file, "rb");
  if (!file) {
    perror(body_file);
    exit(1);
  }
  fseek(file, 0, SEEK_END);
  long length = ftell(file);
  rewind(file);
  request = malloc(length + 8192);
  request_length = sprintf(request,
                           "POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Type: application/json\r\n"
                           "%sContent-Length: %ld\r\n\r\n",
                           port, headers, length);
  request_length += fread(request + request_length, 1, length, file);
  fclose(file);
  mark = memmem(request, request_length, "@@@@@@@@", MARK_LENGTH);
  first_mark = now_ns() / 1000;
}

int main(int argc, char **argv) {
  int count = 1, option;
  double seconds = 3600, rate = 0;
  long most = 0;
  const char *body = NULL;
  char headers[4096] = "";
  signal(SIGPIPE, SIG_IGN);
  while ((option = getopt(argc, argv, "p:f:c:d:n:r:H:")) > 0) {
    if (option == 'p') port = atoi(optarg);
    if (option == 'f') body = optarg;
    if (option == 'c') count = atoi(optarg);
    if (option == 'd') seconds = atof(optarg);
    if (option == 'n') most = atol(optarg);
    if (option == 'r') rate = atof(optarg);
    if (option == 'H' && strlen(headers) + strlen(optarg) + 3 < sizeof headers) strcat(strcat(headers, optarg), "\r\n");
  }
  if (!port || !body) {
    fprintf(stderr, "usage: load -p PORT -f BODY -c CONNECTIONS (-d SECONDS | -n REQUESTS) [-r RATE] [-H HEADER]...\n");
    return 2;
  }
  read_request(body, headers);
  poller = epoll_create1(0);
  struct connection *all = calloc(count, sizeof *all);
  int *idle = malloc(count * sizeof *idle), idle_count = 0, in_flight = 0;
  for (int i = count - 1; i >= 0; i--) {
    all[i].index = i;
    all[i].size = 2 * ROOM;
    all[i].in = malloc(all[i].size);
    open_connection(&all[i]);
    idle[idle_count++] = i;
  }
  long long start = now_ns(), end = start + (long long)(seconds * 1e9), last = end + DRAIN_SECONDS * 1000000000LL;
  double interval = rate > 0 ? 1e9 / rate : 0;
  struct epoll_event events[256];
  const struct timespec wait = {0, rate > 0 ? 50000 : 50000000};
  for (;;) {
    long long now = now_ns();
    int open = now < end && (!most || sent < most);
    while (open && idle_count > 0) {
      long long due = interval ? start + (long long)(sent * interval) : now;
      if (due > now) break;
      fire(&all[idle[--idle_count]], due);
      in_flight++;
      now = now_ns();
      open = now < end && (!most || sent < most);
    }
    if (!open && (in_flight == 0 || now > last)) break;
    int ready = epoll_pwait2(poller, events, 256, &wait, NULL);
    for (int i = 0; i < ready; i++) {
      struct connection *c = events[i].data.ptr;
      int state = receive(c);
      if (state == 0) continue;
      if (state < 0) {
        reopen(c);
        if (!c->busy) continue;
        errors++;
      }
      c->busy = 0;
      in_flight--;
      idle[idle_count++] = c->index;
    }
  }
  double elapsed = (now_ns() - start) / 1e9;
  qsort(latencies.values, latencies.count, sizeof(long long), compare);
  qsort(first_bytes.values, first_bytes.count, sizeof(long long), compare);
  qsort(transits.values, transits.count, sizeof(long long), compare);
  printf("{\"done\":%ld,\"errors\":%ld,\"notOk\":%ld,\"unfinished\":%d,\"seconds\":%.4f,\"p50Ms\":%.4f,\"p99Ms\":%.4f,"
         "\"maxMs\":%.4f,\"firstByteP50Ms\":%.4f,\"firstByteP99Ms\":%.4f,\"events\":%zu,\"eventP50Ms\":%.4f,"
         "\"eventP99Ms\":%.4f}\n",
         done, errors, not_ok, in_flight, elapsed, quantile(&latencies, .5), quantile(&latencies, .99),
         quantile(&latencies, 1), quantile(&first_bytes, .5), quantile(&first_bytes, .99), transits.count,
         quantile(&transits, .5), quantile(&transits, .99));
  return 0;
}
