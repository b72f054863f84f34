package millrace.gateway.variable;

import millrace.gateway.config.Registry;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.HeaderList;
import millrace.gateway.exchange.Text;
import millrace.http.codec.Fields;
import millrace.http.codec.Output;

/** Families of variables: fields of the request and the reply, cookies, arguments. They allocate nothing. */
final class FieldVariables {
    private static final byte[] COMMA = {',', ' '};
    private static final byte[] SEMICOLON = {';', ' '};

    private FieldVariables() {}

    static void register(Registry registry) {
        registry.variablePrefix("http_", name -> name.equals("cookie") ? (x, to) -> request(x, name, SEMICOLON, to)
                : (x, to) -> request(x, name, COMMA, to));
        registry.variable("content_type", (x, to) -> request(x, "content_type", COMMA, to));
        registry.variable("content_length", (x, to) -> request(x, "content_length", COMMA, to));
        registry.variablePrefix("sent_http_", name -> (x, to) -> lines(x.reply().headers(), name, to));
        registry.variablePrefix("sent_trailer_", name -> (x, to) -> {
            HeaderList lines = x.reply().trailers().lines();
            return lines != null && lines(lines, name, to);
        });
        registry.variablePrefix("cookie_", name -> (x, to) -> cookie(x, name, to));
        registry.variablePrefix("arg_", name -> (x, to) -> argument(x.args(), name, to));
    }

    private static boolean request(Exchange x, String name, byte[] separator, Output to) {
        Fields fields = x.head().fields();
        boolean found = false;
        for (int i = 0; i < fields.count(); i++) {
            if (FieldNames.isVariable(fields.buffer(), fields.nameStart(i), fields.nameEnd(i), name)) {
                if (found) {
                    to.put(separator);
                }
                to.put(fields.buffer(), fields.valueStart(i), fields.valueEnd(i) - fields.valueStart(i));
                found = true;
            }
        }
        return found;
    }

    private static boolean lines(HeaderList lines, String name, Output to) {
        boolean found = false;
        for (int i = 0; i < lines.count(); i++) {
            if (!lines.isRemoved(i) && FieldNames.isVariable(lines.store(), lines.nameStart(i), lines.nameEnd(i),
                    name)) {
                if (found) {
                    to.put(COMMA);
                }
                to.put(lines.store(), lines.valueStart(i), lines.valueEnd(i) - lines.valueStart(i));
                found = true;
            }
        }
        return found;
    }

    /** {@code a=1; b=2} in each line; names do not mind the case of letters. */
    private static boolean cookie(Exchange x, String name, Output to) {
        Fields fields = x.head().fields();
        for (int line = fields.indexOf("Cookie", 0); line >= 0; line = fields.indexOf("Cookie", line + 1)) {
            if (pair(fields.buffer(), fields.valueStart(line), fields.valueEnd(line), name, ';', to)) {
                return true;
            }
        }
        return false;
    }

    static boolean argument(Text args, String name, Output to) {
        return args.isPresent() && pair(args.bytes(), args.start(), args.end(), name, '&', to);
    }

    /** The value of the first pair of a name. */
    private static boolean pair(byte[] octets, int from, int to, String name, char separator, Output out) {
        int at = from;
        while (at < to) {
            while (separator == ';' && at < to && octets[at] == ' ') {
                at++;
            }
            int end = at;
            while (end < to && octets[end] != separator) {
                end++;
            }
            int equals = at + name.length();
            if (equals < end && octets[equals] == '=' && FieldNames.startsWith(octets, at, end, name)) {
                int last = end;
                while (separator == ';' && octets[last - 1] == ' ') {
                    last--;
                }
                out.put(octets, equals + 1, last - equals - 1);
                return true;
            }
            at = end + 1;
        }
        return false;
    }
}
