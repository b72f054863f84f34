package millrace.gateway.ssi;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.StateKey;
import millrace.gateway.pattern.Captures;
import millrace.gateway.variable.Scratch;
import millrace.gateway.variable.Variable;
import millrace.http.codec.Output;

/** What commands have set for a page and all its parts. On the loop of the exchange. */
final class SsiState {
    private static final StateKey<SsiState> KEY = StateKey.create();

    final Map<String, String> variables = new HashMap<>();
    final Map<String, String> blocks = new HashMap<>();
    final Captures captures = new Captures();
    int parts;
    String errorMessage = "[an error occurred while processing the directive]";
    String timeFormat = "%A, %d-%b-%Y %H:%M:%S %Z";

    private SsiState() {}

    static SsiState of(Exchange x) {
        Exchange whole = x;
        while (whole.parent() != null) {
            whole = whole.parent();
        }
        SsiState state = whole.state(KEY);
        if (state == null) {
            state = new SsiState();
            whole.state(KEY, state);
        }
        return state;
    }

    /** The value of a variable, of commands or of the configuration; {@code null} when it has none. */
    String variable(Exchange x, String name) {
        String own = variables.get(name);
        if (own != null) {
            return own;
        }
        if (name.length() == 1 && name.charAt(0) >= '1' && name.charAt(0) <= '9') {
            return captures.text(name.charAt(0) - '0');
        }
        Variable known = x.scope().variables().known(name);
        if (known == null) {
            return null;
        }
        try (Scratch scratch = Scratch.of(x)) {
            Output to = scratch.output();
            return known.write(x, to) ? new String(to.bytes(), 0, to.length(), StandardCharsets.ISO_8859_1) : null;
        }
    }

    /** A text with its variables, {@code $name} and <code>${name}</code>, replaced. */
    String evaluate(Exchange x, String text) {
        StringBuilder result = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            int dollar = text.indexOf('$', at);
            if (dollar < 0) {
                return result.append(text, at, text.length()).toString();
            }
            boolean escaped = dollar > at && text.charAt(dollar - 1) == '\\';
            result.append(text, at, escaped ? dollar - 1 : dollar);
            if (escaped) {
                result.append('$');
                at = dollar + 1;
                continue;
            }
            boolean braced = text.startsWith("{", dollar + 1);
            int start = dollar + (braced ? 2 : 1);
            int end = braced ? text.indexOf('}', start) : nameEnd(text, start);
            if (end <= start) {
                throw new SsiException("invalid variable name in \"" + text + "\"");
            }
            String value = variable(x, text.substring(start, end));
            result.append(value == null ? "" : value);
            at = braced ? end + 1 : end;
        }
        return result.toString();
    }

    private static int nameEnd(String text, int start) {
        int at = start;
        while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
            at++;
        }
        return at;
    }

    /** Appends the time as {@code config timefmt} has it. */
    boolean date(Output to, boolean gmt) {
        to.utf8(TimeFormat.write(timeFormat, Instant.now().atZone(gmt ? ZoneOffset.UTC : ZoneId.systemDefault()), gmt));
        return true;
    }
}
