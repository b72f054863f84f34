package millrace.gateway.balance;

import java.net.SocketAddress;
import java.util.List;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Digits;
import millrace.gateway.config.Statement;
import millrace.gateway.config.TimeSpan;
import millrace.gateway.resolver.UpstreamAddress;

/** Reads a {@code server} line of an upstream. */
final class ServerLine {
    private static final int LONGEST_ROUTE = 32;

    private final Statement statement;
    private final boolean backups;
    private int weight = 1;
    private int maxConns;
    private int maxFails = 1;
    private long failTimeoutSeconds = 10;
    private long slowStartMillis;
    private boolean backup;
    private boolean down;
    private boolean drain;
    private String route;
    private boolean resolve;
    private String service;
    private UpstreamAddress address;

    /**
     * @param backups whether the method, as far as it is known yet, has a place for backups
     * @param defaultPort 0 where each line has to say it
     */
    ServerLine(Statement statement, boolean backups, int defaultPort) throws ConfigException {
        this.statement = statement;
        this.backups = backups;
        for (String parameter : statement.args().subList(1, statement.args().size())) {
            read(parameter);
        }
        address = UpstreamAddress.parse(statement.arg(0), defaultPort, statement.place());
        if (address.port() == 0 && !address.isUnix() && service == null) {
            throw statement.error("no port in upstream \"" + address.text() + "\"");
        }
        checkService();
    }

    private void read(String parameter) throws ConfigException {
        int equals = parameter.indexOf('=');
        String value = parameter.substring(equals + 1);
        switch (equals < 0 ? parameter : parameter.substring(0, equals + 1)) {
            case "weight=" -> weight = number(parameter, value, 1);
            case "max_conns=" -> maxConns = number(parameter, value, 0);
            case "max_fails=" -> maxFails = number(parameter, value, 0);
            case "fail_timeout=" -> failTimeoutSeconds = time(parameter, TimeSpan.seconds(value));
            case "slow_start=" -> slowStartMillis = time(parameter, TimeSpan.millis(value));
            case "backup" -> backup = backup(parameter);
            case "down" -> down = true;
            case "drain" -> drain = true;
            case "route=" -> route = route(value);
            case "resolve" -> resolve = true;
            case "service=" -> service = service(value);
            default -> throw invalid(parameter);
        }
    }

    private int number(String parameter, String value, int least) throws ConfigException {
        int number = Digits.number(value);
        if (number < least) {
            throw invalid(parameter);
        }
        return number;
    }

    private long time(String parameter, long value) throws ConfigException {
        if (value < 0) {
            throw invalid(parameter);
        }
        return value;
    }

    private boolean backup(String parameter) throws ConfigException {
        if (!backups) {
            throw statement.error("balancing method does not support parameter \"" + parameter + "\"");
        }
        return true;
    }

    private String route(String value) throws ConfigException {
        if (value.isEmpty()) {
            throw statement.error("route is empty");
        }
        if (value.length() > LONGEST_ROUTE) {
            throw statement.error("route is longer than " + LONGEST_ROUTE);
        }
        return value;
    }

    private String service(String value) throws ConfigException {
        if (value.isEmpty()) {
            throw statement.error("service is empty");
        }
        return value;
    }

    private ConfigException invalid(String parameter) {
        return statement.error("invalid parameter \"" + parameter + "\"");
    }

    private void checkService() throws ConfigException {
        if (service == null) {
            return;
        }
        String text = address.text();
        if (!resolve) {
            throw statement.error("service upstream \"" + text + "\" requires \"resolve\" parameter");
        }
        if (address.hasPort()) {
            throw statement.error("service upstream \"" + text + "\" may not have port");
        }
        if (isLiteral()) {
            throw statement.error("service upstream \"" + text + "\" requires domain name");
        }
    }

    private boolean isLiteral() {
        return address.isUnix()
                || address.text().startsWith("[")
                || address.host().chars().allMatch(c -> c >= '0' && c <= '9' || c == '.');
    }

    ServerOptions options() {
        return new ServerOptions(
                address.text(),
                weight,
                maxConns,
                maxFails,
                failTimeoutSeconds,
                backup,
                down,
                drain,
                slowStartMillis * 1_000_000,
                route);
    }

    boolean isBackup() {
        return backup;
    }

    /** Whether its addresses are asked for while the gateway runs. An address is not, whatever the line says. */
    boolean isResolvedLater() {
        return resolve && !isLiteral();
    }

    String host() {
        return address.host();
    }

    int port() {
        return address.port();
    }

    /** {@code null} if the host's own addresses are meant. */
    String service() {
        return service;
    }

    List<Endpoint> endpoints() throws ConfigException {
        if (isResolvedLater()) {
            return List.of();
        }
        List<SocketAddress> addresses = address.resolve(statement.place());
        return addresses.stream().map(Endpoint::of).toList();
    }
}
