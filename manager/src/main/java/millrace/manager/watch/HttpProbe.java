package millrace.manager.watch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;
import millrace.loop.Acceptor;
import millrace.loop.Connection;
import millrace.loop.EventLoop;
import millrace.loop.StreamHandler;
import millrace.os.Errno;

/**
 * Well is who answers a GET with a status of 200 to 399. Only the status line is read. Source: RFC 9112, section 4.
 *
 * @param dial as in {@link Probe#of}
 */
record HttpProbe(EventLoop loop, HostPort target, String path, IntUnaryOperator dial) implements Probe {
    private static final int PORT = 80;
    private static final int LONGEST_LINE = 8192;
    private static final int STATUS_AT = "HTTP/1.1 ".length();

    /** @throws IllegalArgumentException when it is no URL of HTTP */
    static HttpProbe of(EventLoop loop, String url, IntUnaryOperator dial) {
        URI uri = URI.create(url);
        if (!"http".equalsIgnoreCase(uri.getScheme()) || uri.getRawAuthority() == null) {
            throw new IllegalArgumentException(
                    "\"" + url + "\" is no http://host:port/path; for HTTPS give a command: curl -fsk " + url);
        }
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return new HttpProbe(loop, HostPort.of(uri.getRawAuthority(), PORT),
                uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery(), dial);
    }

    @Override
    public CompletionStage<String> ask(long timeoutMillis) {
        Answer answer = new Answer(timeoutMillis);
        Acceptor asking = connection -> {
            // For the whole answer: one that comes byte by byte is no answer.
            loop.schedule(() -> answer.late(connection), timeoutMillis, TimeUnit.MILLISECONDS);
            connection.write(("GET " + path + " HTTP/1.1\r\nHost: " + target + "\r\nUser-Agent: millrace\r\n"
                    + "Connection: close\r\n\r\n").getBytes(US_ASCII));
            return answer;
        };
        int fd = target.isHere() ? dial.applyAsInt(target.port()) : -Errno.EADDRNOTAVAIL.number();
        if (fd >= 0) {
            Connection.adopt(loop, fd, asking);
        } else if (Errno.EADDRNOTAVAIL.is(fd)) {
            TcpProbe.connect(loop, target, timeoutMillis, asking).whenComplete((connection, failure) -> {
                if (failure != null) {
                    answer.result.complete(TcpProbe.reason(failure));
                }
            });
        } else {
            answer.result.complete("it takes no more connections");
        }
        return answer.result;
    }

    /** Waits for a status line, and no longer. */
    private static final class Answer implements StreamHandler {
        final CompletableFuture<String> result = new CompletableFuture<>();
        private final long timeoutMillis;

        Answer(long timeoutMillis) {
            this.timeoutMillis = timeoutMillis;
        }

        @Override
        public int onData(Connection connection, byte[] buffer, int offset, int length) {
            int end = 0;
            while (end < length && buffer[offset + end] != '\n') {
                end++;
            }
            if (end == length && length < LONGEST_LINE) {
                return 0;
            }
            result.complete(verdict(new String(buffer, offset, end, ISO_8859_1).strip()));
            connection.abort();
            return length;
        }

        void late(Connection connection) {
            if (result.complete("no answer within " + timeoutMillis + " ms")) {
                connection.abort();
            }
        }

        @Override
        public void onClosed(Connection connection, IOException cause) {
            result.complete(cause == null ? "the connection was closed without an answer" : cause.getMessage());
        }
    }

    /** What a status line means. */
    static String verdict(String line) {
        if (!line.startsWith("HTTP/1.") || line.length() < STATUS_AT + 3) {
            return "the answer is not HTTP";
        }
        char kind = line.charAt(STATUS_AT);
        return kind == '2' || kind == '3' ? null : "status " + line.substring(STATUS_AT);
    }
}
