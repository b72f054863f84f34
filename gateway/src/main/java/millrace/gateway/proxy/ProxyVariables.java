package millrace.gateway.proxy;

import java.nio.charset.StandardCharsets;
import millrace.gateway.config.Registry;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.variable.ClientAddress;
import millrace.gateway.variable.Variable;
import millrace.http.codec.Fields;
import millrace.http.codec.Output;

/** The variables of requests to upstreams. */
final class ProxyVariables {
    private static final byte[] COMMA = Output.ascii(", ");
    private static final byte[] COLON = Output.ascii(" : ");

    private ProxyVariables() {}

    /** Writes what a variable says of one attempt. */
    private interface Writer {
        void write(AttemptFigures attempt, Output to);
    }

    static void register(Registry registry) {
        registry.variable("proxy_host", (x, to) -> target(x, to, true));
        registry.variable("proxy_port", (x, to) -> target(x, to, false));
        registry.variable("proxy_add_x_forwarded_for", ProxyVariables::forwardedFor);
        each(registry, "upstream_addr", (a, to) -> to.utf8(a.name));
        each(registry, "upstream_status", (a, to) -> orNothing(a.status, to));
        each(registry, "upstream_connect_time", (a, to) -> seconds(a.connectNanos, to));
        each(registry, "upstream_header_time", (a, to) -> seconds(a.headerNanos, to));
        each(registry, "upstream_response_time", (a, to) -> seconds(a.responseNanos, to));
        each(registry, "upstream_response_length", (a, to) -> to.number(a.bodyBytes));
        each(registry, "upstream_bytes_sent", (a, to) -> to.number(a.sentBytes));
        each(registry, "upstream_bytes_received", (a, to) -> to.number(a.receivedBytes));
        each(registry, "upstream_failure", (a, to) -> to.utf8(a.failure == null ? "-" : a.failure.words()));
        registry.variablePrefix("upstream_http_", name -> field(name.replace('_', '-')));
        registry.variablePrefix("upstream_trailer_", name -> trailer(name.replace('_', '-')));
        registry.variablePrefix("upstream_cookie_", ProxyVariables::cookie);
    }

    private static boolean target(Exchange x, Output to, boolean host) {
        UpstreamRequest request = x.state(ProxyLoop.REQUEST);
        if (request == null || request.target == null) {
            return false;
        }
        to.put(host ? request.target.hostField : request.target.portText);
        return true;
    }

    /** The client's own field, all its lines, and the client's address behind them. */
    private static boolean forwardedFor(Exchange x, Output to) {
        Fields fields = x.head().fields();
        for (int i = fields.indexOf("X-Forwarded-For", 0); i >= 0; i = fields.indexOf("X-Forwarded-For", i + 1)) {
            to.put(fields.buffer(), fields.valueStart(i), fields.valueEnd(i) - fields.valueStart(i)).put(COMMA);
        }
        to.put(ClientAddress.remote(x).text());
        return true;
    }

    private static void each(Registry registry, String name, Writer writer) {
        registry.variable(name, (x, to) -> {
            UpstreamRequest request = x.state(ProxyLoop.REQUEST);
            if (request == null || request.attempts.count() == 0) {
                return false;
            }
            Attempts attempts = request.attempts;
            for (int i = 0; i < attempts.count(); i++) {
                if (i > 0) {
                    to.put(attempts.get(i).apart ? COLON : COMMA);
                }
                writer.write(attempts.get(i), to);
            }
            return true;
        });
    }

    private static void orNothing(int number, Output to) {
        if (number == 0) {
            to.utf8("-");
        } else {
            to.number(number);
        }
    }

    /** As nginx writes times: seconds, and three digits of them behind the point. */
    private static void seconds(long nanos, Output to) {
        if (nanos == AttemptFigures.NONE) {
            to.utf8("-");
            return;
        }
        long millis = nanos / 1_000_000;
        to.number(millis / 1000).utf8(".");
        for (long unit = 100; unit > 0; unit /= 10) {
            to.number(millis / unit % 10);
        }
    }

    private static Variable field(String name) {
        return (x, to) -> {
            UpstreamRequest request = x.state(ProxyLoop.REQUEST);
            PeerExchange answer = request == null ? null : request.answerRead();
            return answer != null && write(answer.head().fields(), name, to);
        };
    }

    private static Variable trailer(String name) {
        return (x, to) -> {
            UpstreamRequest request = x.state(ProxyLoop.REQUEST);
            PeerExchange answer = request == null ? null : request.answerRead();
            return answer != null && answer.trailers() != null && write(answer.trailers(), name, to);
        };
    }

    /** All lines of a name, with commas. */
    private static boolean write(Fields fields, String name, Output to) {
        boolean found = false;
        for (int i = fields.indexOf(name, 0); i >= 0; i = fields.indexOf(name, i + 1)) {
            if (found) {
                to.put(COMMA);
            }
            to.put(fields.buffer(), fields.valueStart(i), fields.valueEnd(i) - fields.valueStart(i));
            found = true;
        }
        return found;
    }

    private static Variable cookie(String name) {
        return (x, to) -> {
            UpstreamRequest request = x.state(ProxyLoop.REQUEST);
            PeerExchange answer = request == null ? null : request.answerRead();
            if (answer == null) {
                return false;
            }
            Fields fields = answer.head().fields();
            for (int i = fields.indexOf("Set-Cookie", 0); i >= 0; i = fields.indexOf("Set-Cookie", i + 1)) {
                String line = fields.value(i);
                int end = line.indexOf(';');
                String pair = end < 0 ? line : line.substring(0, end);
                int equals = pair.indexOf('=');
                if (equals >= 0 && withoutSpaces(pair.substring(0, equals)).equalsIgnoreCase(name)) {
                    to.put(withoutSpaces(pair.substring(equals + 1)).getBytes(StandardCharsets.ISO_8859_1));
                    return true;
                }
            }
            return false;
        };
    }

    /** Around a cookie's name and value; tabs are part of them, as in nginx. */
    private static String withoutSpaces(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && text.charAt(from) == ' ') {
            from++;
        }
        while (to > from && text.charAt(to - 1) == ' ') {
            to--;
        }
        return text.substring(from, to);
    }
}
