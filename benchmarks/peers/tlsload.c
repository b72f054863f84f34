// A load of TLS handshakes: each connection for one request, from as many threads as are asked for.
//   tlsload PORT PATH full|resumed|mixed THREADS SECONDS [HANDSHAKES [STEP]]
// "mixed" goes on with a session every other time. It ends after that time, when so many are done, or on SIGTERM, and says
// how far it is after each STEP. A handshake of a client that wants to go on with a session, and may not, counts as failed
// but with "mixed", as a reload may forget it.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static struct sockaddr_in server;
static char request[512];
static int resumes, mixed;
static long most, step;
static double deadline;
static atomic_long begun, done, resumed, refused, failed;
static volatile sig_atomic_t stopped;

static void stop(int signal) {
    (void) signal;
    stopped = 1;
}

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

static void fail(const char *what) {
    if (atomic_fetch_add(&failed, 1) < 5) { // the first ones tell enough
        fprintf(stderr, "tlsload: %s failed\n", what);
        ERR_print_errors_fp(stderr);
    }
    ERR_clear_error();
}

/** Asks, and reads to the end of the connection. */
static int exchange(SSL *ssl) {
    char answer[16384];
    int first = 0, count;
    if (SSL_write(ssl, request, strlen(request)) <= 0) {
        return 0;
    }
    while ((count = SSL_read(ssl, answer + first, sizeof answer - first)) > 0) {
        first = first < 12 ? first + count : first;
    }
    return first >= 12 && !memcmp(answer + 9, "200", 3);
}

static SSL_SESSION *connection(SSL_CTX *context, SSL_SESSION *session, int again) {
    int fd = socket(AF_INET, SOCK_STREAM, 0), one = 1;
    struct timeval patience = {.tv_sec = 10};
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    SSL *ssl = SSL_new(context);
    SSL_set_fd(ssl, fd);
    if (again) {
        SSL_set_session(ssl, session);
    }
    if (connect(fd, (struct sockaddr *) &server, sizeof server)) {
        fail("connect");
    } else if (SSL_connect(ssl) != 1) {
        fail("handshake");
    } else if (again && !mixed && !SSL_session_reused(ssl)) {
        fail("going on with a session");
    } else if (!exchange(ssl)) {
        fail("request");
    } else {
        long count = atomic_fetch_add(&done, 1) + 1;
        atomic_fetch_add(&resumed, SSL_session_reused(ssl));
        atomic_fetch_add(&refused, again && !SSL_session_reused(ssl));
        if (step && count % step == 0) {
            printf("%ld so far\n", count);
        }
        if (resumes) {
            SSL_SESSION_free(session);
            session = SSL_get1_session(ssl);
        }
        SSL_shutdown(ssl);
    }
    SSL_free(ssl);
    close(fd);
    return session;
}

static void *load(void *context) {
    SSL_SESSION *session = NULL;
    for (long i = 0; !stopped && now() < deadline && atomic_fetch_add(&begun, 1) < most; i++) {
        session = connection(context, session, session != NULL && (!mixed || i % 2));
    }
    SSL_SESSION_free(session);
    return NULL;
}

int main(int count, char **words) {
    if (count < 6) {
        fprintf(stderr, "tlsload PORT PATH full|resumed|mixed THREADS SECONDS [HANDSHAKES [STEP]]\n");
        return 2;
    }
    server = (struct sockaddr_in) {.sin_family = AF_INET, .sin_port = htons(atoi(words[1])),
            .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    snprintf(request, sizeof request, "GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", words[2]);
    mixed = !strcmp(words[3], "mixed");
    resumes = mixed || !strcmp(words[3], "resumed");
    int threads = atoi(words[4]);
    most = count > 6 ? atol(words[6]) : 1L << 60;
    step = count > 7 ? atol(words[7]) : 0;
    setvbuf(stdout, NULL, _IOLBF, 0);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGTERM, stop);
    sigset_t ends; // for the main thread alone: in another it would interrupt a read, which has a timeout
    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &ends, NULL);
    SSL_CTX *context = SSL_CTX_new(TLS_client_method());
    double start = now();
    deadline = start + atof(words[5]);
    pthread_t all[threads];
    for (int i = 0; i < threads; i++) {
        pthread_create(&all[i], NULL, load, context);
    }
    pthread_sigmask(SIG_UNBLOCK, &ends, NULL);
    for (int i = 0; i < threads; i++) {
        pthread_join(all[i], NULL);
    }
    printf("%ld handshakes, %ld resumed, %ld whole though a session was offered, %ld failed in %.3f s\n", done, resumed,
            refused, failed, now() - start);
    return failed != 0;
}
