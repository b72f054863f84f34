package millrace.gateway.balance;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.function.Consumer;
import millrace.http.codec.Output;
import millrace.http.codec.ResponseHead;
import millrace.http.codec.ResponseParser;
import millrace.loop.Connection;
import millrace.loop.Connector;
import millrace.loop.EventLoop;
import millrace.loop.StreamHandler;
import millrace.loop.Timer;

/** One request of an active check, on a connection of its own. On the loop that checks. */
final class HttpProbe implements StreamHandler {
    private static final int HEAD_BYTES = 32 * 1024;
    private static final ResponseParser PARSER = new ResponseParser(HEAD_BYTES);

    private final Match match;
    private final String host;
    private final String uri;
    private final Consumer<String> told;
    private final Timer deadline;
    private final ResponseHead head = new ResponseHead();
    private byte[] received = new byte[1_024];
    private int length;
    private int headBytes;
    private Connection connection;
    private boolean over;

    private HttpProbe(EventLoop loop, String host, String uri, Match match, Consumer<String> told) {
        this.host = host;
        this.uri = uri;
        this.match = match;
        this.told = told;
        this.deadline = loop.timer(() -> end("no answer in time"));
        head.reset(false);
    }

    /** @param told what is wrong with the peer, or {@code null}; once */
    static void send(EventLoop loop, Peer peer, String host, HealthSpec spec, Match match, Consumer<String> told) {
        HttpProbe probe = new HttpProbe(loop, host, spec.uri, match, told);
        probe.deadline.arm(spec.timeoutNanos());
        Connector.connect(loop, address(peer, spec), spec.timeoutNanos(), probe::accept)
                .whenComplete((connection, failure) -> probe.connected(failure));
    }

    private static SocketAddress address(Peer peer, HealthSpec spec) {
        return spec.port > 0 && peer.address() instanceof InetSocketAddress inet
                ? new InetSocketAddress(inet.getAddress(), spec.port)
                : peer.address();
    }

    private StreamHandler accept(Connection accepted) {
        connection = accepted;
        return this;
    }

    private void connected(Throwable failure) {
        if (failure != null) {
            end(failure.getMessage());
        } else if (over) {
            connection.abort();
        } else {
            // By 1.0 the answer has no chunks and ends with the connection.
            byte[] request = Output.ascii("GET " + uri + " HTTP/1.0\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
            connection.write(request, 0, request.length);
        }
    }

    @Override
    public int onData(Connection from, byte[] buffer, int offset, int count) {
        if (over) {
            return count;
        }
        if (received.length < length + count) {
            received = Arrays.copyOf(received, Math.max(length + count, received.length * 2));
        }
        System.arraycopy(buffer, offset, received, length, count);
        length += count;
        judge();
        return count;
    }

    private void judge() {
        if (headBytes == 0) {
            int parsed = PARSER.parse(head, received, 0, length);
            if (parsed == ResponseParser.REFUSED) {
                end("its answer is no HTTP: " + head.refusal());
                return;
            }
            if (parsed == ResponseParser.INCOMPLETE) {
                return;
            }
            headBytes = parsed;
            head.detach();
        }
        if (!match.headHolds(head)) {
            end("its answer does not match, status " + head.status());
            return;
        }
        long wanted = head.bodyLength() < 0 ? match.bodyBytes() : Math.min(match.bodyBytes(), head.bodyLength());
        if (length - headBytes >= wanted) {
            judgeBody();
        }
    }

    private void judgeBody() {
        end(match.bodyHolds(received, headBytes, length - headBytes) ? null : "its body does not match");
    }

    @Override
    public void onEnd(Connection from) {
        if (headBytes > 0 && !over) {
            judgeBody();
        } else {
            end("it closed the connection without an answer");
        }
    }

    @Override
    public void onClosed(Connection from, IOException cause) {
        end(cause == null ? "it closed the connection without an answer" : cause.getMessage());
    }

    private void end(String wrong) {
        if (over) {
            return;
        }
        over = true;
        deadline.cancel();
        if (connection != null) {
            connection.abort();
        }
        told.accept(wrong);
    }
}
