package millrace.gateway.balance;

import java.util.ArrayList;
import java.util.List;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Scope;
import millrace.gateway.config.Statement;
import millrace.gateway.config.TimeSpan;
import millrace.gateway.config.Values;
import millrace.gateway.variable.Slot;
import millrace.gateway.variable.Template;

/** Reads a {@code sticky} line. */
final class StickyLine {
    private static final long SMALLEST_ZONE = 32_768;
    private static final long TIMEOUT_MILLIS = 600_000;

    private final Scope scope;
    private final Statement statement;

    private StickyLine(Scope scope, Statement statement) {
        this.scope = scope;
        this.statement = statement;
    }

    static Sticky read(Scope scope, Statement statement) throws ConfigException {
        StickyLine line = new StickyLine(scope, statement);
        List<String> rest = statement.args().subList(1, statement.args().size());
        return switch (statement.arg(0)) {
            case "cookie" -> line.cookie(rest);
            case "route" -> line.route(rest);
            case "learn" -> line.learn(rest);
            default -> throw line.unknown(statement.arg(0));
        };
    }

    private ConfigException unknown(String parameter) {
        return statement.error("unknown parameter \"" + parameter + "\"");
    }

    /** By name, which may be no name for a text with variables: cookies have dashes. */
    private Slot variable(String name) throws ConfigException {
        return scope.variables().slot(name, statement.place());
    }

    private Template template(String text) throws ConfigException {
        return Template.compile(text, scope, statement.place());
    }

    private Sticky route(List<String> names) throws ConfigException {
        List<Slot> lookups = new ArrayList<>();
        for (String name : names) {
            if (!name.startsWith("$")) {
                throw statement.error("invalid variable name \"" + name + "\"");
            }
            lookups.add(variable(name.substring(1)));
        }
        return new Sticky(lookups);
    }

    private Sticky cookie(List<String> parameters) throws ConfigException {
        String name = parameters.getFirst();
        if (name.isEmpty()) {
            throw statement.complaint("empty cookie name");
        }
        Template domain = null;
        String path = null;
        Long expires = null;
        boolean httpOnly = false;
        boolean secure = false;
        Template sameSite = null;
        for (String parameter : parameters.subList(1, parameters.size())) {
            String key = key(parameter);
            String value = parameter.substring(key.length());
            switch (key) {
                case "domain=" -> domain = template(once(key, domain == null, present(key, value)));
                case "path=" -> path = once(key, path == null, present(key, value));
                case "expires=" -> expires = expires(once(key, expires == null, value));
                case "httponly" -> httpOnly = !once(key, !httpOnly, "+").isEmpty();
                case "secure" -> secure = !once(key, !secure, "+").isEmpty();
                case "samesite=" -> sameSite = sameSite(once(key, sameSite == null, value));
                default -> throw unknown(parameter);
            }
        }
        return new StickyCookie(
                variable("cookie_" + name),
                new StickyCookie.Options(
                        name,
                        domain,
                        path,
                        expires == null ? StickyCookie.SESSION : expires,
                        httpOnly,
                        secure,
                        sameSite));
    }

    /** A parameter up to its equals sign. */
    private static String key(String parameter) {
        return parameter.substring(0, parameter.indexOf('=') + 1).isEmpty()
                ? parameter
                : parameter.substring(0, parameter.indexOf('=') + 1);
    }

    private String once(String key, boolean first, String value) throws ConfigException {
        if (!first) {
            throw statement.complaint("parameter \"" + key.replace("=", "") + "\" is duplicate");
        }
        return value;
    }

    private String present(String key, String value) throws ConfigException {
        if (value.isEmpty()) {
            throw statement.complaint("no value for \"" + key.replace("=", "") + "\"");
        }
        return value;
    }

    private long expires(String value) throws ConfigException {
        long seconds = value.equals("max") ? StickyCookie.MAX : TimeSpan.seconds(value);
        if (seconds < 0) {
            throw statement.complaint("invalid \"expires\" parameter value");
        }
        return seconds;
    }

    private Template sameSite(String value) throws ConfigException {
        Template template = template(value);
        if (template.isConstant() && !StickyCookie.isSameSite(value)) {
            throw statement.complaint("invalid \"samesite\" parameter value");
        }
        return template;
    }

    private Sticky learn(List<String> parameters) throws ConfigException {
        List<Slot> lookups = new ArrayList<>();
        List<Slot> creates = new ArrayList<>();
        String zone = null;
        long timeout = -1;
        boolean atHeader = false;
        for (String parameter : parameters) {
            String key = key(parameter);
            String value = parameter.substring(key.length());
            switch (key) {
                case "lookup=" -> lookups.add(variableOf("lookup", value));
                case "create=" -> creates.add(variableOf("create", value));
                case "zone=" -> zone = zone(zone, value);
                case "timeout=" -> timeout = timeout(timeout, value);
                case "header" -> atHeader = true;
                case "sync" ->
                    throw statement.error(
                            "unknown parameter \"sync\"", "sessions are not shared between gateways: leave it out");
                default -> throw unknown(parameter);
            }
        }
        require("lookup", !lookups.isEmpty());
        require("create", !creates.isEmpty());
        require("zone", zone != null);
        int colon = zone.indexOf(':');
        long millis = timeout < 0 ? TIMEOUT_MILLIS : timeout;
        Sessions sessions = new Sessions(Values.bytes(zone.substring(colon + 1)), millis * 1_000_000);
        return new StickyLearn(lookups, creates, zone.substring(0, colon), sessions, atHeader);
    }

    private void require(String parameter, boolean given) throws ConfigException {
        if (!given) {
            throw statement.complaint("\"" + parameter + "\" parameter is not specified");
        }
    }

    private Slot variableOf(String parameter, String value) throws ConfigException {
        if (!value.startsWith("$")) {
            throw statement.complaint("missing variable in the \"" + parameter + "\" parameter");
        }
        return variable(value.substring(1));
    }

    private String zone(String before, String value) throws ConfigException {
        int colon = value.indexOf(':');
        if (before != null) {
            throw statement.complaint("duplicate zone");
        }
        if (colon < 0) {
            throw statement.complaint("zone size is not specified");
        }
        if (colon == 0) {
            throw statement.complaint("zone name is not specified");
        }
        long size = Values.bytes(value.substring(colon + 1));
        if (size < 0) {
            throw statement.complaint("invalid zone size");
        }
        if (size < SMALLEST_ZONE) {
            throw statement.complaint("zone is too small");
        }
        return value;
    }

    private long timeout(long before, String value) throws ConfigException {
        if (before >= 0) {
            throw statement.complaint("duplicate timeout");
        }
        long millis = TimeSpan.millis(value);
        if (millis <= 0) {
            throw statement.complaint("invalid timeout");
        }
        return millis;
    }
}
