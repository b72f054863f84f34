package millrace.gateway.variable;

import millrace.gateway.config.Registry;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.route.ServerNameSettings;
import millrace.http.codec.Fields;
import millrace.http.codec.Output;
import millrace.http.codec.RequestHead;

/** Variables of whom the request is for. */
final class HostVariables {
    private static final byte[] COLON = {':'};

    private HostVariables() {}

    static void register(Registry registry) {
        registry.variable("host", (x, to) -> {
            if (x.host().isPresent()) {
                x.host().writeTo(to);
            } else {
                to.utf8(x.server().get(ServerNameSettings.KEY).primary());
            }
            return true;
        });
        registry.variable("request_port", (x, to) -> port(x, to));
        registry.variable("is_request_port", (x, to) -> {
            int start = to.length();
            boolean given = port(x, to) && to.length() > start;
            to.truncate(start);
            if (given) {
                to.put(COLON);
            }
            return true;
        });
    }

    /** What follows the colon in the target's authority or, if it has none, in the field Host. */
    private static boolean port(Exchange x, Output to) {
        RequestHead head = x.head();
        Fields fields = head.fields();
        int from = head.authorityStart();
        int end = head.authorityEnd();
        if (from == end && head.hostLine() >= 0) {
            from = fields.valueStart(head.hostLine());
            end = fields.valueEnd(head.hostLine());
        }
        for (int at = end - 1; at >= from; at--) {
            byte c = fields.buffer()[at];
            if (c == ':') {
                to.put(fields.buffer(), at + 1, end - at - 1);
                return true;
            }
            if (c < '0' || c > '9') {
                return false;
            }
        }
        return false;
    }
}
