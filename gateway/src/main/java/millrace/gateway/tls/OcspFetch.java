package millrace.gateway.tls;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import millrace.gateway.exchange.GatewayLoop;
import millrace.http.codec.ResponseHead;
import millrace.http.codec.ResponseParser;
import millrace.loop.Connection;
import millrace.loop.Connector;
import millrace.loop.StreamHandler;
import millrace.loop.Timer;

/** One question to an OCSP responder, on a connection of its own. On the loop that asks. */
final class OcspFetch implements StreamHandler {
    private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(60);

    /** Answers have a few kilobytes; what never ends is none. */
    private static final int MOST_BYTES = 256 * 1024;

    private static final ResponseParser PARSER = new ResponseParser(32 * 1024);

    private final GatewayLoop loop;
    private final byte[] request;
    private final BiConsumer<byte[], String> told;
    private final Timer deadline;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private Connection connection;
    private SocketAddress peer;
    private boolean over;

    private OcspFetch(GatewayLoop loop, byte[] request, BiConsumer<byte[], String> told) {
        this.loop = loop;
        this.request = request;
        this.told = told;
        deadline = loop.events().timer(() -> end(null, "OCSP responder timed out"));
    }

    /**
     * @param told the answer, or what is wrong; once
     */
    static void begin(GatewayLoop loop, Responder responder, byte[] question, BiConsumer<byte[], String> told) {
        OcspFetch fetch = new OcspFetch(loop, responder.request(question), told);
        fetch.deadline.arm(MOST_NANOS);
        responder.find(loop).whenComplete(fetch::found);
    }

    private void found(SocketAddress address, Throwable failure) {
        if (failure != null) {
            end(null, words(failure));
        } else if (!over) {
            peer = address;
            Connector.connect(loop.events(), address, MOST_NANOS, this::accept)
                    .whenComplete((nothing, trouble) -> connected(trouble));
        }
    }

    private static String words(Throwable failure) {
        Throwable cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause.getMessage();
    }

    private StreamHandler accept(Connection accepted) {
        connection = accepted;
        return this;
    }

    private void connected(Throwable failure) {
        if (failure != null) {
            end(null, words(failure));
        } else if (over) {
            connection.abort();
        } else {
            connection.write(request, 0, request.length);
        }
    }

    @Override
    public int onData(Connection from, byte[] buffer, int offset, int count) {
        if (!over) {
            received.write(buffer, offset, count);
            if (received.size() > MOST_BYTES) {
                end(null, "OCSP responder sent too large an answer");
            }
        }
        return count;
    }

    @Override
    public void onEnd(Connection from) {
        if (!over) {
            read(received.toByteArray());
        }
    }

    private void read(byte[] all) {
        ResponseHead head = new ResponseHead();
        head.reset(false);
        int length = PARSER.parse(head, all, 0, all.length);
        if (length <= 0) {
            end(null, "OCSP responder prematurely closed connection");
        } else if (head.status() != 200) {
            end(null, "OCSP responder sent invalid response: status " + head.status());
        } else {
            String type = head.fields().get("content-type");
            boolean good = "application/ocsp-response".equalsIgnoreCase(type);
            byte[] body = Arrays.copyOfRange(all, length, all.length);
            end(good ? body : null, good ? null : "OCSP responder sent invalid \"Content-Type\" header: \"" + type + "\"");
        }
    }

    @Override
    public void onClosed(Connection from, IOException cause) {
        end(null, cause == null ? "OCSP responder prematurely closed connection" : cause.getMessage());
    }

    private void end(byte[] answer, String wrong) {
        if (over) {
            return;
        }
        over = true;
        deadline.cancel();
        if (connection != null) {
            connection.abort();
        }
        told.accept(answer, wrong == null || peer == null ? wrong : wrong + ", peer: " + peer);
    }
}
