package millrace.gateway.variable;

import java.util.ArrayList;
import java.util.List;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Scope;
import millrace.gateway.config.Statement;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.pattern.Pattern;
import millrace.http.codec.Output;

/**
 * What a {@code map} makes of a text: the value of its name, else of the first pattern that matches, else the
 * default.
 */
final class MapVariable implements Variable {
    private final Template source;
    private final HostnameTable<Template> names = new HostnameTable<>();
    private final List<Line> lines = new ArrayList<>();
    private Template otherwise;
    private boolean hostnames;
    private boolean unstable;
    private boolean steady;

    private record Line(Captured pattern, Template value) {}

    private MapVariable(Template source) {
        this.source = source;
        this.steady = source.isSteady();
    }

    /** Reads {@code map source $name { ... }} and defines the variable. */
    static void define(Scope scope, Statement s) throws ConfigException {
        MapVariable map = new MapVariable(Template.compile(s.arg(0), scope, s.place()));
        for (Statement each : s.block()) {
            map.flag(each);
        }
        for (Statement each : s.block()) {
            map.line(each, scope);
        }
        if (map.otherwise == null) {
            map.otherwise = Template.constant("");
        }
        boolean keep = !map.unstable && (!map.steady || !map.lines.isEmpty());
        KeptVariable.define(VariableName.declared(s.arg(1), s.place()), keep, map, scope.variables(), s.place());
    }

    private void flag(Statement s) {
        if (s.args().isEmpty() && s.block() == null) {
            hostnames |= s.name().equals("hostnames");
            unstable |= s.name().equals("volatile");
        }
    }

    private void line(Statement s, Scope scope) throws ConfigException {
        String name = s.name();
        if (s.args().isEmpty() && s.block() == null && (name.equals("hostnames") || name.equals("volatile"))) {
            return;
        }
        if (s.args().size() != 1 || s.block() != null) {
            throw s.error("invalid number of the map parameters", "a text or ~pattern, and a value");
        }
        Template value = Template.compile(s.arg(0), scope, s.place());
        steady &= value.isSteady();
        if (name.equals("default")) {
            if (otherwise != null) {
                throw s.error("duplicate default map parameter");
            }
            otherwise = value;
        } else if (name.startsWith("~")) {
            boolean ignoreCase = name.startsWith("~*");
            Pattern pattern = Pattern.compile(name.substring(ignoreCase ? 2 : 1), ignoreCase, s.place());
            lines.add(new Line(Captured.by(pattern, scope.variables(), s.place()), value));
        } else {
            add(s, name.startsWith("\\") ? name.substring(1) : name, value);
        }
    }

    private void add(Statement s, String name, Template value) throws ConfigException {
        HostnameTable.Refusal refusal = hostnames ? names.addHostname(name, value)
                : names.addExact(name, value) ? null : HostnameTable.Refusal.CONFLICT;
        if (refusal == HostnameTable.Refusal.INVALID) {
            throw s.error("invalid hostname or wildcard \"" + name + "\"");
        }
        if (refusal == HostnameTable.Refusal.CONFLICT) {
            throw s.error("conflicting parameter \"" + name + "\"",
                    "it is there already; the case of letters does not count");
        }
    }

    @Override
    public boolean write(Exchange x, Output to) {
        Template value;
        try (Scratch scratch = Scratch.of(x)) {
            Output key = scratch.output();
            source.write(x, key);
            value = find(x, key);
        }
        value.write(x, to);
        return true;
    }

    private Template find(Exchange x, Output key) {
        byte[] octets = key.bytes();
        int length = key.length();
        if (hostnames && length > 0 && octets[length - 1] == '.') {
            length--;
        }
        Template found = hostnames ? names.find(octets, 0, length) : names.findExact(octets, 0, length);
        for (int i = 0; found == null && i < lines.size(); i++) {
            if (lines.get(i).pattern().matches(x, octets, 0, length)) {
                found = lines.get(i).value();
            }
        }
        return found == null ? otherwise : found;
    }
}
