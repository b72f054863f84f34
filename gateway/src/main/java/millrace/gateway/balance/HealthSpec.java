package millrace.gateway.balance;

import java.util.concurrent.TimeUnit;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Digits;
import millrace.gateway.config.Statement;
import millrace.gateway.config.TimeSpan;

/** What a {@code health_check} line says. */
final class HealthSpec {
    private static final int LAST_PORT = 65_535;

    long intervalMillis = 5_000;
    long jitterMillis;
    /** How long a probe may take; as the interval unless said otherwise. */
    long timeoutMillis = -1;

    int fails = 1;
    int passes = 1;
    String uri = "/";
    boolean mandatory;
    boolean persistent;
    /** The name of a {@code match} block, or empty. */
    String match = "";
    /** Of the probes, 0 for the peer's own. */
    int port;

    static HealthSpec read(Statement statement) throws ConfigException {
        HealthSpec spec = new HealthSpec();
        for (String parameter : statement.args()) {
            spec.read(statement, parameter);
        }
        if (spec.persistent && !spec.mandatory) {
            throw statement.error("\"persistent\" requires \"mandatory\"");
        }
        spec.timeoutMillis = spec.timeoutMillis < 0 ? spec.intervalMillis : spec.timeoutMillis;
        return spec;
    }

    private void read(Statement statement, String parameter) throws ConfigException {
        int equals = parameter.indexOf('=') + 1;
        String value = parameter.substring(equals);
        switch (equals == 0 ? parameter : parameter.substring(0, equals)) {
            case "interval=" -> intervalMillis = millis(statement, parameter, value, 1);
            case "jitter=" -> jitterMillis = millis(statement, parameter, value, 0);
            case "timeout=" -> timeoutMillis = millis(statement, parameter, value, 1);
            case "fails=" -> fails = number(statement, parameter, value, Integer.MAX_VALUE);
            case "passes=" -> passes = number(statement, parameter, value, Integer.MAX_VALUE);
            case "uri=" -> uri = value;
            case "match=" -> match = value;
            case "port=" -> port = number(statement, parameter, value, LAST_PORT);
            case "mandatory" -> mandatory = true;
            case "persistent" -> persistent = true;
            case "type=", "grpc_service=", "grpc_status=", "keepalive_time=" ->
                throw statement.error("invalid parameter \"" + parameter + "\"",
                        "probes are HTTP requests, each on a connection of its own");
            default -> throw statement.error("invalid parameter \"" + parameter + "\"");
        }
        if (!uri.startsWith("/")) {
            throw statement.error("invalid parameter \"" + parameter + "\"", "a path begins with a slash");
        }
    }

    private static long millis(Statement statement, String parameter, String value, long least)
            throws ConfigException {
        long millis = TimeSpan.millis(value);
        if (millis < least) {
            throw statement.error("invalid parameter \"" + parameter + "\"");
        }
        return millis;
    }

    private static int number(Statement statement, String parameter, String value, int most) throws ConfigException {
        int number = Digits.number(value);
        if (number < 1 || number > most) {
            throw statement.error("invalid parameter \"" + parameter + "\"");
        }
        return number;
    }

    long timeoutNanos() {
        return TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    }
}
