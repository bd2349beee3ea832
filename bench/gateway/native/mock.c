/*
 * The upstream that every candidate is measured against: one thread, epoll, loopback only, far cheaper than any gateway.
 *
 *   mock PORT
 *
 * What it does is named by the model in the request:
 *   mock         answers at once: one JSON document, or 100 events in one write when "stream":true
 *   mock-20ms    the same, its first byte 20 ms after the request
 *   mock-paced   one event every 10 ms, 100 of them, each stamped with the time of its write ("ts":1<18 digits>)
 * A stream ends with an event of usage when the request asks for it, as OpenAI's API does.
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

enum { MAX_CONNECTIONS = 8192, EVENTS = 100, PACE_NS = 10000000, DELAY_NS = 20000000, READ_AHEAD = 65536 };

/* What a connection still owes its client. */
enum work { IDLE, DELAYED, PACED };

struct connection {
  char *in;
  size_t in_length, in_size;
  char *out;
  size_t out_length, out_sent;
  enum work work;
  int stream, with_usage, events_sent;
  long long due;
};

static struct connection *connections[MAX_CONNECTIONS];
static int active[MAX_CONNECTIONS], active_count, active_at[MAX_CONNECTIONS];
static int poller;

static char whole[4096];
static size_t whole_length;
static char *burst, *burst_with_usage;
static size_t burst_length, burst_with_usage_length;

static const char stream_head[] =
    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-cache\r\nTransfer-Encoding: chunked\r\n\r\n";
static const char stream_end[] = "e\r\ndata: [DONE]\n\n\r\n0\r\n\r\n";
static const char usage_event[] =
    "data: {\"id\":\"chatcmpl-mock0001\",\"object\":\"chat.completion.chunk\",\"created\":1767225600,\"model\":\"mock\","
    "\"choices\":[],\"usage\":{\"prompt_tokens\":512,\"completion_tokens\":100,\"total_tokens\":612}}\n\n";

static int write_event(char *to, int index, long long stamp) {
  char event[1024];
  int length = sprintf(event,
                       "data: {\"id\":\"chatcmpl-mock0001\",\"object\":\"chat.completion.chunk\",\"created\":1767225600,"
                       "\"model\":\"mock\",\"ts\":%019lld,\"choices\":[{\"index\":0,\"delta\":{\"content\":\" token%03d\"},"
                       "\"finish_reason\":%s}]}\n\n",
                       1000000000000000000LL + stamp, index, index == EVENTS - 1 ? "\"stop\"" : "null");
  return sprintf(to, "%x\r\n%s\r\n", length, event);
}

static int write_usage(char *to) { return sprintf(to, "%zx\r\n%s\r\n", sizeof usage_event - 1, usage_event); }

static char *build_burst(int with_usage, size_t *length) {
  char *buffer = malloc(200000), *end = buffer;
  end = stpcpy(end, stream_head);
  for (int i = 0; i < EVENTS; i++) end += write_event(end, i, 0);
  if (with_usage) end += write_usage(end);
  end = stpcpy(end, stream_end);
  *length = end - buffer;
  return buffer;
}

static void build_answers(void) {
  const char *body =
      "{\"id\":\"chatcmpl-mock0001\",\"object\":\"chat.completion\",\"created\":1767225600,\"model\":\"mock\",\"choices\":[{"
      "\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"Bonjour, voici une reponse fixe du serveur factice. Elle "
      "fait quelques centaines d'octets afin de ressembler a une reponse courte d'un modele de langage: la demarche se fait au "
      "guichet de la commune, avec la carte nationale et deux photos. Le delai est de cinq jours ouvrables. Cette phrase sert a "
      "remplir le corps de la reponse.\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":512,"
      "\"completion_tokens\":87,\"total_tokens\":599}}";
  whole_length = sprintf(whole, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
                         strlen(body), body);
  burst = build_burst(0, &burst_length);
  burst_with_usage = build_burst(1, &burst_with_usage_length);
}

static void watch(int fd, unsigned events, int operation) {
  struct epoll_event event = {events, {.fd = fd}};
  epoll_ctl(poller, operation, fd, &event);
}

static void activate(int fd) {
  active_at[fd] = active_count;
  active[active_count++] = fd;
}

static void deactivate(int fd) {
  if (active_at[fd] < 0) return;
  int last = active[--active_count];
  active[active_at[fd]] = last;
  active_at[last] = active_at[fd];
  active_at[fd] = -1;
}

static void drop(int fd) {
  struct connection *c = connections[fd];
  if (!c) return;
  deactivate(fd);
  free(c->in);
  free(c->out);
  free(c);
  connections[fd] = NULL;
  close(fd);
}

/* Both return -1 when the connection is gone. */
static int flush_out(int fd) {
  struct connection *c = connections[fd];
  while (c->out_sent < c->out_length) {
    ssize_t n = send(fd, c->out + c->out_sent, c->out_length - c->out_sent, MSG_NOSIGNAL);
    if (n < 0 && errno == EAGAIN) {
      watch(fd, EPOLLIN | EPOLLOUT, EPOLL_CTL_MOD);
      return 0;
    }
    if (n < 0) {
      drop(fd);
      return -1;
    }
    c->out_sent += n;
  }
  if (c->out_length) watch(fd, EPOLLIN, EPOLL_CTL_MOD);
  c->out_length = c->out_sent = 0;
  return 0;
}

static int put(int fd, const char *bytes, size_t length) {
  struct connection *c = connections[fd];
  if (!c->out_length) {
    ssize_t n = send(fd, bytes, length, MSG_NOSIGNAL);
    if (n == (ssize_t)length) return 0;
    if (n < 0 && errno != EAGAIN) {
      drop(fd);
      return -1;
    }
    if (n > 0) bytes += n, length -= n;
  }
  c->out = realloc(c->out, c->out_length + length);
  memcpy(c->out + c->out_length, bytes, length);
  c->out_length += length;
  return flush_out(fd);
}

static char *find_header(char *head, size_t length, const char *name) {
  size_t n = strlen(name);
  for (size_t i = 0; i + n <= length; i++)
    if (!strncasecmp(head + i, name, n)) return head + i;
  return NULL;
}

static int contains(const char *body, size_t length, const char *text) {
  return memmem(body, length, text, strlen(text)) != NULL;
}

/* Where the first whole request ends; 0 when there is none yet. */
static size_t find_request(struct connection *c, char **body, size_t *body_length) {
  char *head_end = memmem(c->in, c->in_length, "\r\n\r\n", 4);
  if (!head_end) return 0;
  size_t head = head_end - c->in + 4;
  *body = head_end + 4;
  if (find_header(c->in, head, "\r\ntransfer-encoding: chunked")) {
    char *last = memmem(head_end + 2, c->in_length - head + 2, "\r\n0\r\n\r\n", 7);
    if (!last) return 0;
    *body_length = last > *body ? last - *body : 0;
    return last - c->in + 7;
  }
  char *declared = find_header(c->in, head, "\r\ncontent-length:");
  *body_length = declared ? strtoul(declared + 17, NULL, 10) : 0;
  return c->in_length < head + *body_length ? 0 : head + *body_length;
}

static int answer(int fd) {
  struct connection *c = connections[fd];
  if (!c->stream) return put(fd, whole, whole_length);
  if (c->with_usage) return put(fd, burst_with_usage, burst_with_usage_length);
  return put(fd, burst, burst_length);
}

/* Takes one request from what was read. 1: taken; 0: none; -1: the connection is gone. */
static int take_request(int fd) {
  struct connection *c = connections[fd];
  char *body;
  size_t body_length;
  if (c->work != IDLE) return 0;
  size_t end = find_request(c, &body, &body_length);
  if (!end) return 0;
  c->stream = contains(body, body_length, "\"stream\":true") || contains(body, body_length, "\"stream\": true");
  c->with_usage = contains(body, body_length, "include_usage");
  int paced = c->stream && contains(body, body_length, "mock-paced");
  int delayed = contains(body, body_length, "mock-20ms");
  memmove(c->in, c->in + end, c->in_length - end);
  c->in_length -= end;
  if (paced) {
    if (put(fd, stream_head, sizeof stream_head - 1) < 0) return -1;
    c->work = PACED;
    c->events_sent = 0;
    /* Streams that begin together are spread over one pace. */
    c->due = now_ns() + PACE_NS / 2 + (long long)(rand() % 1000) * PACE_NS / 1000;
    activate(fd);
  } else if (delayed) {
    c->work = DELAYED;
    c->due = now_ns() + DELAY_NS;
    activate(fd);
  } else if (answer(fd) < 0) {
    return -1;
  }
  return 1;
}

static void take_requests(int fd) {
  while (connections[fd] && take_request(fd) > 0) continue;
}

static void finish(int fd) {
  connections[fd]->work = IDLE;
  deactivate(fd);
}

/* Does what is due on one connection. */
static void advance(int fd, long long now) {
  struct connection *c = connections[fd];
  char out[1400];
  if (c->work == DELAYED) {
    finish(fd);
    if (answer(fd) == 0) take_requests(fd);
  } else if (c->events_sent < EVENTS) {
    int length = write_event(out, c->events_sent++, now);
    c->due += PACE_NS;
    put(fd, out, length);
  } else {
    finish(fd);
    int length = c->with_usage ? write_usage(out) : 0;
    memcpy(out + length, stream_end, sizeof stream_end - 1);
    if (put(fd, out, length + sizeof stream_end - 1) == 0) take_requests(fd);
  }
}

static void advance_all(void) {
  long long now = now_ns();
  for (int i = 0; i < active_count;) {
    int fd = active[i];
    if (connections[fd]->due <= now) advance(fd, now_ns());
    if (i < active_count && active[i] == fd) i++;
  }
}

static void accept_all(int listener) {
  int one = 1;
  for (;;) {
    int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
    if (fd < 0) return;
    if (fd >= MAX_CONNECTIONS) {
      close(fd);
      continue;
    }
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    connections[fd] = calloc(1, sizeof(struct connection));
    watch(fd, EPOLLIN, EPOLL_CTL_ADD);
  }
}

static void read_all(int fd) {
  struct connection *c = connections[fd];
  for (;;) {
    if (c->in_size - c->in_length < READ_AHEAD) {
      c->in_size = c->in_length + 2 * READ_AHEAD;
      c->in = realloc(c->in, c->in_size);
    }
    ssize_t n = recv(fd, c->in + c->in_length, c->in_size - c->in_length, 0);
    if (n == 0 || (n < 0 && errno != EAGAIN)) {
      drop(fd);
      return;
    }
    if (n < 0) break;
    c->in_length += n;
    if (n < READ_AHEAD / 2) break;
  }
  take_requests(fd);
}

static int listen_on(int port) {
  int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), one = 1;
  struct sockaddr_in address = {
      .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  if (bind(listener, (void *)&address, sizeof address) || listen(listener, 4096)) {
    perror("mock: cannot listen");
    exit(1);
  }
  return listener;
}

int main(int argc, char **argv) {
  if (argc != 2) {
    fprintf(stderr, "usage: mock PORT\n");
    return 2;
  }
  signal(SIGPIPE, SIG_IGN);
  for (int i = 0; i < MAX_CONNECTIONS; i++) active_at[i] = -1;
  build_answers();
  int listener = listen_on(atoi(argv[1]));
  poller = epoll_create1(0);
  watch(listener, EPOLLIN, EPOLL_CTL_ADD);
  struct epoll_event events[512];
  const struct timespec tick = {0, 300000};
  for (;;) {
    int count = active_count ? epoll_pwait2(poller, events, 512, &tick, NULL) : epoll_wait(poller, events, 512, 1000);
    for (int i = 0; i < count; i++) {
      int fd = events[i].data.fd;
      if (fd == listener) {
        accept_all(listener);
        continue;
      }
      if (connections[fd] && (events[i].events & EPOLLOUT) && flush_out(fd) < 0) continue;
      if (connections[fd] && (events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR))) read_all(fd);
    }
    if (active_count) advance_all();
  }
}
