package millrace.gateway.variable;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import millrace.gateway.body.RequestBody;
import millrace.gateway.config.Registry;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.StateKey;
import millrace.gateway.exchange.Text;
import millrace.http.codec.Output;
import millrace.http.codec.RequestHead;

/** Variables of what was asked for. */
final class RequestVariables {
    private static final StateKey<byte[]> ID = StateKey.create();
    private static final byte[] HTTP = Output.ascii("http");
    private static final byte[] HTTPS = Output.ascii("https");
    private static final byte[] ON = Output.ascii("on");
    private static final byte[] NOTHING = {};
    private static final byte[] VERSION = Output.ascii("HTTP/1.");
    private static final byte[] HTTP_2 = Output.ascii("HTTP/2.0");
    private static final byte[] H2 = Output.ascii("h2");
    private static final byte[] H2C = Output.ascii("h2c");
    private static final byte[] SIMPLE = Output.ascii("HTTP/0.9");

    private RequestVariables() {}

    static void register(Registry registry) {
        target(registry);
        protocol(registry);
        registry.variable("remote_user", RequestVariables::user);
        registry.variable("request_id", RequestVariables::id);
    }

    private static void target(Registry registry) {
        registry.variable("request", RequestVariables::line);
        registry.variable("request_method", (x, to) -> {
            to.utf8(main(x).method());
            return true;
        });
        registry.variable("request_uri", (x, to) -> {
            RequestHead head = x.head();
            to.put(head.fields().buffer(), head.targetStart(), head.targetEnd() - head.targetStart());
            return true;
        });
        registry.variable("uri", RequestVariables::path);
        registry.variable("document_uri", RequestVariables::path);
        registry.variable("args", (x, to) -> text(x.args(), to), (x, value) -> {
            x.args().set(value);
            x.targetChanged();
        });
        registry.variable("query_string", (x, to) -> text(x.args(), to));
        registry.variable("is_args", (x, to) -> {
            if (!x.args().isEmpty()) {
                to.put(QUESTION_MARK);
            }
            return true;
        });
    }

    private static void protocol(Registry registry) {
        registry.variable("scheme", (x, to) -> {
            to.put(x.client().stream().tls() == null ? HTTP : HTTPS);
            return true;
        });
        // Empty without TLS.
        registry.variable("https", (x, to) -> {
            to.put(x.client().stream().tls() == null ? NOTHING : ON);
            return true;
        });
        registry.variable("server_protocol", (x, to) -> {
            if (x.head().isHttp2()) {
                to.put(HTTP_2);
            } else if (x.head().isSimple()) {
                to.put(SIMPLE);
            } else {
                to.put(VERSION).number(x.head().minorVersion());
            }
            return true;
        });
        // By its name in ALPN; empty for HTTP/1.
        registry.variable("http2", (x, to) -> {
            to.put(!x.head().isHttp2() ? NOTHING : x.client().stream().tls() == null ? H2C : H2);
            return true;
        });
        registry.variable("request_length", (x, to) -> {
            RequestBody body = RequestBody.of(x);
            to.number(x.head().arrivedBytes() + (body == null ? 0 : body.length()));
            return true;
        });
        registry.variable("request_time", (x, to) -> {
            long nanos = x.loop().events().nowNanos() - main(x).beganNanos();
            Numbers.millis(Math.max(0, TimeUnit.NANOSECONDS.toMillis(nanos)), to);
            return true;
        });
    }

    private static final byte[] QUESTION_MARK = {'?'};

    private static Exchange main(Exchange x) {
        return x.parent() == null ? x : main(x.parent());
    }

    /** Empty, but there, for a request whose target makes no sense. */
    private static boolean path(Exchange x, Output to) {
        x.uri().writeTo(to);
        return true;
    }

    private static boolean text(Text text, Output to) {
        text.writeTo(to);
        return text.isPresent();
    }

    /** The request line as it came. */
    private static boolean line(Exchange x, Output to) {
        byte[] octets = x.head().fields().buffer();
        int from = x.head().methodStart();
        int end = Math.max(from, x.head().targetEnd());
        int limit = x.head().isHttp2() ? x.head().length() : octets.length;
        while (end < limit && octets[end] != '\r' && octets[end] != '\n') {
            end++;
        }
        to.put(octets, from, end - from);
        return end > from;
    }

    /** Who the client says it is; whether that is so, is not asked here. RFC 7617. */
    private static boolean user(Exchange x, Output to) {
        String field = x.head().fields().get("Authorization");
        if (field == null || !field.regionMatches(true, 0, "Basic ", 0, 6)) {
            return false;
        }
        try {
            byte[] pair = Base64.getDecoder().decode(field.substring(6).strip().getBytes(StandardCharsets.ISO_8859_1));
            int colon = 0;
            while (colon < pair.length && pair[colon] != ':') {
                colon++;
            }
            if (colon == pair.length) {
                return false;
            }
            to.put(pair, 0, colon);
            return true;
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    /** 16 random octets in hexadecimal digits, the same for the whole request. */
    private static boolean id(Exchange x, Output to) {
        Exchange main = main(x);
        byte[] id = main.state(ID);
        if (id == null) {
            ThreadLocalRandom random = ThreadLocalRandom.current();
            HexFormat hex = HexFormat.of();
            id = Output.ascii(hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong()));
            main.state(ID, id);
        }
        to.put(id);
        return true;
    }
}
