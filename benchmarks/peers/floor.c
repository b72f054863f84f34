/*
 * The floor: what a hello costs when the server does next to nothing but recv and send. One thread, epoll, no parser:
 * it counts blank lines and answers each. Not a server, only the line under which no server can go.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define MAX_EVENTS 512
#define MAX_BATCH 64

static char answer[256];
static size_t answer_length;
static char closing[256];
static size_t closing_length;
static time_t answer_second;

static void refresh_date(void) {
    time_t now = time(NULL);
    if (now == answer_second) {
        return;
    }
    char date[40];
    struct tm parts;
    strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S GMT", gmtime_r(&now, &parts));
    const char *form = "HTTP/1.1 200 OK\r\nDate: %s\r\nContent-Type: text/plain\r\nContent-Length: 13\r\n%s\r\nHello, World!";
    answer_length = (size_t) snprintf(answer, sizeof answer, form, date, "");
    closing_length = (size_t) snprintf(closing, sizeof closing, form, date, "Connection: close\r\n");
    answer_second = now;
}

/* Requests arrive whole or the load is not the one this floor is for; a split request would be a wrong count. */
static void serve(int fd) {
    char in[16384];
    ssize_t got = recv(fd, in, sizeof in - 1, 0);
    if (got < 0 && errno == EAGAIN) {
        return;
    }
    if (got <= 0) {
        close(fd);
        return;
    }
    in[got] = 0;
    if (strstr(in, "Connection: close")) {
        send(fd, closing, closing_length, MSG_NOSIGNAL);
        close(fd);
        return;
    }
    char out[MAX_BATCH * sizeof answer];
    size_t length = 0;
    for (char *at = in; (at = strstr(at, "\r\n\r\n")) && length + answer_length <= sizeof out; at += 4) {
        memcpy(out + length, answer, answer_length);
        length += answer_length;
    }
    send(fd, out, length, MSG_NOSIGNAL);
}

static void accept_all(int listener, int poller) {
    int fd;
    while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
        int one = 1;
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
        epoll_ctl(poller, EPOLL_CTL_ADD, fd, &event);
    }
}

int main(int argc, char **argv) {
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    int one = 1;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(argc > 1 ? atoi(argv[1]) : 8080)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (bind(listener, (struct sockaddr *) &address, sizeof address) < 0 || listen(listener, 4096) < 0) {
        perror("floor");
        return 1;
    }
    int poller = epoll_create1(EPOLL_CLOEXEC);
    struct epoll_event event = {.events = EPOLLIN, .data.fd = listener};
    epoll_ctl(poller, EPOLL_CTL_ADD, listener, &event);
    struct epoll_event events[MAX_EVENTS];
    for (;;) {
        int ready = epoll_wait(poller, events, MAX_EVENTS, -1);
        refresh_date();
        for (int i = 0; i < ready; i++) {
            if (events[i].data.fd == listener) {
                accept_all(listener, poller);
            } else {
                serve(events[i].data.fd);
            }
        }
    }
}
