package millrace.gateway.variable;

import java.util.ArrayList;
import java.util.List;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Place;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.pattern.Pattern;
import millrace.http.codec.Output;

/**
 * A pattern whose match in a request sets the variables that its groups are named after. Those stay, while {@code $1}
 * and so on are of the last pattern that matched. Immutable.
 */
public final class Captured {
    private final Pattern pattern;
    private final List<StoredVariable> named;

    private Captured(Pattern pattern, List<StoredVariable> named) {
        this.pattern = pattern;
        this.named = named;
    }

    /** Compiles a pattern and declares the variables of its named groups. */
    public static Captured by(String source, boolean ignoreCase, Variables variables, Place place)
            throws ConfigException {
        return by(Pattern.compile(source, ignoreCase, place), variables, place);
    }

    /** Declares the variables of a pattern's named groups. */
    public static Captured by(Pattern pattern, Variables variables, Place place) throws ConfigException {
        List<StoredVariable> named = new ArrayList<>();
        for (String each : pattern.names()) {
            named.add(StoredVariable.define(each, variables, place));
        }
        return new Captured(pattern, List.copyOf(named));
    }

    public Pattern pattern() {
        return pattern;
    }

    /** Whether it matches; if so, the variables are set. */
    public boolean matches(Exchange x, byte[] octets, int from, int length) {
        if (!pattern.matches(octets, from, length, x.captures())) {
            return false;
        }
        keepNamed(x);
        return true;
    }

    /** Sets the variables of named groups from the request's captures; for who has matched the pattern by himself. */
    public void keepNamed(Exchange x) {
        for (int i = 0; i < named.size(); i++) {
            try (Scratch scratch = Scratch.of(x)) {
                Output value = scratch.output();
                x.captures().write(pattern.group(pattern.names().get(i)), value);
                named.get(i).put(x, value, 0);
            }
        }
    }
}
