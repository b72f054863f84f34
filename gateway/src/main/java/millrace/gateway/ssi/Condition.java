package millrace.gateway.ssi;

import millrace.gateway.config.ConfigException;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.pattern.Pattern;
import millrace.regex.RegexBudgetExceeded;

/** The {@code expr} of {@code if}: a text, two texts compared, or a text and a pattern in slashes. */
final class Condition {
    private Condition() {}

    static boolean holds(Exchange x, SsiState state, String expression) {
        int equals = expression.indexOf('=');
        if (equals < 0) {
            return !state.evaluate(x, expression.strip()).isEmpty();
        }
        boolean negated = equals > 0 && expression.charAt(equals - 1) == '!';
        String left = state.evaluate(x, expression.substring(0, negated ? equals - 1 : equals).strip());
        String right = expression.substring(equals + 1).strip();
        boolean same;
        if (right.startsWith("/")) {
            if (right.length() < 2 || !right.endsWith("/")) {
                throw new SsiException("invalid regex in \"" + expression + "\"");
            }
            same = matches(state, left, right.substring(1, right.length() - 1));
        } else {
            same = left.equals(state.evaluate(x, right));
        }
        return same != negated;
    }

    private static boolean matches(SsiState state, String text, String source) {
        try {
            Pattern pattern = Pattern.compile(source, false, null);
            if (!pattern.matches(text, state.captures)) {
                return false;
            }
            for (String name : pattern.names()) {
                String value = state.captures.text(pattern.group(name));
                state.variables.put(name, value == null ? "" : value);
            }
            return true;
        } catch (ConfigException | RegexBudgetExceeded e) {
            throw new SsiException(e.getMessage());
        }
    }
}
