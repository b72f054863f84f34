package millrace.gateway.stream;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import millrace.gateway.config.Engine;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.variable.Numbers;
import millrace.gateway.variable.Variable;
import millrace.http.codec.Output;

/** The variables that only sessions of {@code stream} have. */
final class StreamVariables {
    private static final byte[] SEPARATOR = Output.ascii(", ");
    private static final byte[] NONE = Output.ascii("-");

    private StreamVariables() {}

    static void register(Engine stream) {
        stream.variable("protocol", (x, to) -> {
            to.utf8(Session.of(x).protocol());
            return true;
        });
        stream.variable("status", StreamVariables::status);
        stream.variable("bytes_sent", number(session -> session.sentBytes));
        stream.variable("bytes_received", number(session -> session.receivedBytes));
        stream.variable("session_time", (x, to) -> {
            millis(x.loop().events().nowNanos() - x.client().openedNanos(), to);
            return true;
        });
        upstream(stream);
        hello(stream);
    }

    private static void upstream(Engine stream) {
        stream.variable("upstream_addr", attempts((attempt, to) -> to.utf8(attempt.peer)));
        stream.variable("upstream_bytes_sent", attempts((attempt, to) -> to.number(attempt.sentBytes)));
        stream.variable("upstream_bytes_received", attempts((attempt, to) -> to.number(attempt.receivedBytes)));
        stream.variable("upstream_connect_time", time(attempt -> attempt.connectNanos));
        stream.variable("upstream_first_byte_time", time(attempt -> attempt.firstByteNanos));
        stream.variable("upstream_session_time", time(attempt -> attempt.sessionNanos));
    }

    private static void hello(Engine stream) {
        stream.variable("ssl_preread_protocol", hello(Hello::version));
        stream.variable("ssl_preread_server_name", hello(Hello::serverName));
        stream.variable("ssl_preread_alpn_protocols", hello(hello -> String.join(",", hello.protocols())));
    }

    private static Variable hello(Function<Hello, String> of) {
        return (x, to) -> {
            Hello hello = Session.of(x).hello;
            if (hello != null) {
                to.put(of.apply(hello).getBytes(StandardCharsets.ISO_8859_1));
            }
            return hello != null;
        };
    }

    /** Three digits. */
    private static boolean status(Exchange x, Output to) {
        int status = Session.of(x).status;
        to.utf8(status == 0 ? "000" : Integer.toString(status));
        return true;
    }

    private static Variable number(ToLongFunction<Session> of) {
        return (x, to) -> {
            to.number(of.applyAsLong(Session.of(x)));
            return true;
        };
    }

    private static void millis(long nanos, Output to) {
        Numbers.millis(Math.max(0, TimeUnit.NANOSECONDS.toMillis(nanos)), to);
    }

    private static Variable time(ToLongFunction<Attempt> of) {
        return attempts((attempt, to) -> {
            long nanos = of.applyAsLong(attempt);
            if (nanos == Attempt.NONE) {
                to.put(NONE);
            } else {
                millis(nanos, to);
            }
        });
    }

    @FunctionalInterface
    private interface Part {
        void write(Attempt attempt, Output to);
    }

    /** What is known of each attempt. */
    private static Variable attempts(Part part) {
        return (x, to) -> {
            Passage passage = Session.of(x).passage;
            List<Attempt> attempts = passage == null ? List.of() : passage.attempts;
            for (int i = 0; i < attempts.size(); i++) {
                if (i > 0) {
                    to.put(SEPARATOR);
                }
                part.write(attempts.get(i), to);
            }
            return !attempts.isEmpty();
        };
    }
}
