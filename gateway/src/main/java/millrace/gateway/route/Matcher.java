package millrace.gateway.route;

import java.util.ArrayList;
import java.util.List;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Place;
import millrace.gateway.config.Scope;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.pattern.Pattern;
import millrace.gateway.variable.Assignment;

/** A pattern whose named groups are variables. Immutable. */
public final class Matcher {
    private final Pattern pattern;
    private final List<Assignment> variables = new ArrayList<>();
    private final int[] groups;

    private Matcher(Pattern pattern) {
        this.pattern = pattern;
        this.groups = pattern.names().stream().mapToInt(pattern::group).toArray();
    }

    /** Compiles the pattern and declares its variables. */
    public static Matcher of(String source, boolean ignoreCase, Scope scope, Place place) throws ConfigException {
        Matcher matcher = new Matcher(Pattern.compile(source, ignoreCase, place));
        for (String name : matcher.pattern.names()) {
            matcher.variables.add(AssignedVariable.declare(name, scope, place));
        }
        return matcher;
    }

    public Pattern pattern() {
        return pattern;
    }

    /** Whether it matches; its captures are then the request's. */
    public boolean matches(Exchange x, byte[] octets, int from, int to) {
        boolean found = pattern.matches(octets, from, to - from, x.captures());
        if (found) {
            matched(x);
        }
        return found;
    }

    /** The pattern has matched, and the request has the captures: gives them to the variables. */
    public void matched(Exchange x) {
        for (int i = 0; i < groups.length; i++) {
            String value = x.captures().text(groups[i]);
            variables.get(i).assign(x, value == null ? "" : value);
        }
    }
}
