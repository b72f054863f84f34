package millrace.gateway.proxy;

import java.nio.charset.StandardCharsets;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Scope;
import millrace.gateway.config.Statement;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.pattern.Pattern;
import millrace.gateway.variable.Captured;
import millrace.gateway.variable.Template;

/**
 * A rule of {@code proxy_redirect} and its like: a text with variables, or a regular expression, and what takes its place.
 * Immutable.
 *
 * @param text what a value has to begin with; {@code null} with a pattern
 */
record Replacement(Template text, Captured pattern, Template by) {

    /** @param ignoreCase for a pattern that does not say so itself */
    static Replacement of(Scope scope, Statement s, String from, String to, boolean ignoreCase) throws ConfigException {
        if (!from.startsWith("~")) {
            Template text = Template.compile(from, scope, s.place());
            return new Replacement(text, null, Template.compile(to, scope, s.place()));
        }
        boolean star = from.startsWith("~*");
        Pattern pattern = Pattern.compile(from.substring(star ? 2 : 1), star || ignoreCase, s.place());
        Captured captured = Captured.by(pattern, scope.variables(), s.place());
        return new Replacement(null, captured, Template.compile(to, scope, s.place()));
    }

    /** The value changed, or {@code null} when the rule does not fit. */
    String beginning(Exchange x, String value) {
        if (pattern != null) {
            return matched(x, value);
        }
        String prefix = text.text(x);
        return value.startsWith(prefix) ? by.text(x) + value.substring(prefix.length()) : null;
    }

    /** As {@link #beginning}, but for the whole of a value, in either case of letters. */
    String whole(Exchange x, String value) {
        if (pattern != null) {
            return matched(x, value);
        }
        return value.equalsIgnoreCase(text.text(x)) ? by.text(x) : null;
    }

    private String matched(Exchange x, String value) {
        byte[] octets = value.getBytes(StandardCharsets.ISO_8859_1);
        return pattern.matches(x, octets, 0, octets.length) ? by.text(x) : null;
    }
}
