package millrace.gateway.resolver;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Statement;
import millrace.gateway.config.TimeSpan;

/** Reads a {@code resolver} line. */
public final class ResolverLine {
    private static final int DNS_PORT = 53;

    private ResolverLine() {}

    public static ResolverSettings.Resolver read(Statement statement) throws ConfigException {
        List<InetSocketAddress> servers = new ArrayList<>();
        long valid = -1;
        boolean ipv4 = true;
        boolean ipv6 = true;
        for (String word : statement.args()) {
            String value = word.substring(word.indexOf('=') + 1);
            if (word.startsWith("valid=")) {
                valid = TimeSpan.seconds(value);
                check(valid >= 0, statement, word);
            } else if (word.startsWith("ipv4=")) {
                ipv4 = onOrOff(statement, word, value);
            } else if (word.startsWith("ipv6=")) {
                ipv6 = onOrOff(statement, word, value);
            } else if (!word.startsWith("status_zone=")) {
                addServer(statement, word, servers);
            }
        }
        if (!ipv4 && !ipv6) {
            throw statement.error("\"ipv4\" and \"ipv6\" cannot both be \"off\"");
        }
        if (servers.isEmpty() && !statement.args().equals(List.of("off"))) {
            throw statement.error("no name servers defined");
        }
        return servers.isEmpty() ? ResolverSettings.Resolver.OFF
                : new ResolverSettings.Resolver(List.copyOf(servers), valid, ipv4, ipv6);
    }

    private static boolean onOrOff(Statement statement, String word, String value) throws ConfigException {
        check(value.equals("on") || value.equals("off"), statement, word);
        return value.equals("on");
    }

    private static void addServer(Statement statement, String word, List<InetSocketAddress> servers)
            throws ConfigException {
        if (word.equals("off") && statement.args().size() == 1) {
            return;
        }
        try {
            UpstreamAddress address = UpstreamAddress.parse(word, DNS_PORT, statement.place());
            for (SocketAddress each : address.resolve(statement.place())) {
                if (each instanceof InetSocketAddress server) {
                    servers.add(server);
                }
            }
        } catch (ConfigException e) {
            throw statement.error(e.problem().replaceFirst(" in upstream ", " in resolver "));
        }
    }

    private static void check(boolean right, Statement statement, String word) throws ConfigException {
        if (!right) {
            throw statement.error("invalid parameter: " + word);
        }
    }
}
