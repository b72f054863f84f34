package millrace.gateway.variable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Configuration;
import millrace.gateway.config.Statement;

/**
 * The lines of a {@code geo} block, and what they make. Networks: the smallest that an address is in counts. Ranges:
 * the last.
 */
final class GeoTable {
    private final Configuration configuration;
    private final AddressTable table = new AddressTable();
    private final TreeMap<Network, String> networks = new TreeMap<>(
            Comparator.comparingInt(Network::bits).thenComparing(Network::first));
    private final List<Network> proxies = new ArrayList<>();
    private boolean ranges;
    private boolean recursive;
    private boolean unstable;
    private String otherwise;

    private GeoTable(Configuration configuration) {
        this.configuration = configuration;
    }

    static GeoTable of(List<Statement> lines, Configuration configuration) throws ConfigException {
        GeoTable geo = new GeoTable(configuration);
        for (Statement each : lines) {
            geo.line(each);
        }
        if (geo.otherwise != null && !geo.ranges) {
            geo.networks.putIfAbsent(Network.ALL_IPV6, geo.otherwise);
            geo.networks.putIfAbsent(Network.ALL_IPV4, geo.otherwise);
        }
        geo.networks.forEach((network, value) -> geo.table.put(network.first(), network.last(), value));
        geo.table.freeze();
        return geo;
    }

    byte[] find(Address address) {
        return table.find(address.high(), address.low());
    }

    /** Whether a client's own word for whom it speaks for counts. */
    boolean isProxy(Address address) {
        for (Network each : proxies) {
            if (each.has(address)) {
                return true;
            }
        }
        return false;
    }

    boolean hasProxies() {
        return !proxies.isEmpty();
    }

    boolean isRecursive() {
        return recursive;
    }

    boolean isVolatile() {
        return unstable;
    }

    private void line(Statement s) throws ConfigException {
        if (s.block() == null && s.args().isEmpty()) {
            switch (s.name()) {
                case "ranges" -> ranges(s);
                case "proxy_recursive" -> recursive = true;
                case "volatile" -> unstable = true;
                default -> throw parameters(s);
            }
            return;
        }
        if (s.block() != null || s.args().size() != 1) {
            throw parameters(s);
        }
        switch (s.name()) {
            case "proxy" -> proxies.add(network(s, s.arg(0)));
            case "delete" -> delete(s);
            case "default" -> otherwise(s);
            default -> add(s);
        }
    }

    private static ConfigException parameters(Statement s) {
        return s.error("invalid number of the geo parameters", "an address or network, and a value");
    }

    private void ranges(Statement s) throws ConfigException {
        if (!networks.isEmpty() || otherwise != null) {
            throw s.error("the \"ranges\" directive must be the first directive inside \"geo\" block");
        }
        ranges = true;
    }

    private void otherwise(Statement s) {
        if (otherwise != null) {
            configuration.warn(s.place(), "duplicate default geo value: \"" + s.arg(0) + "\", old value: \""
                    + otherwise + "\"");
        }
        otherwise = s.arg(0);
        if (ranges) {
            table.defaultTo(otherwise);
        }
    }

    private void add(Statement s) throws ConfigException {
        if (ranges) {
            Network range = range(s, s.name());
            table.put(range.first(), range.last(), s.arg(0));
            return;
        }
        Network network = network(s, s.name());
        String old = networks.put(network, s.arg(0));
        if (old != null && !old.equals(s.arg(0))) {
            configuration.warn(s.place(), "duplicate network \"" + s.name() + "\", value: \"" + s.arg(0)
                    + "\", old value: \"" + old + "\"");
        }
    }

    private void delete(Statement s) throws ConfigException {
        if (ranges) {
            Network range = range(s, s.arg(0));
            table.put(range.first(), range.last(), null);
        } else if (networks.remove(network(s, s.arg(0))) == null) {
            configuration.warn(s.place(), "no network \"" + s.arg(0) + "\" to delete");
        }
    }

    private Network network(Statement s, String text) throws ConfigException {
        Network network = Network.parse(text);
        if (network == null) {
            throw s.error("invalid network \"" + text + "\"", "as 192.0.2.0/24 or 2001:db8::/32");
        }
        if (!network.isExact(text)) {
            configuration.warn(s.place(), "low address bits of " + text + " are meaningless");
        }
        return network;
    }

    private static Network range(Statement s, String text) throws ConfigException {
        int dash = text.indexOf('-');
        Address first = dash < 0 ? null : Address.parse(text.substring(0, dash));
        Address last = dash < 0 ? null : Address.parse(text.substring(dash + 1));
        if (first == null || last == null || first.compareTo(last) > 0 || first.isIpv4() != last.isIpv4()) {
            throw s.error("invalid range \"" + text + "\"", "as 192.0.2.0-192.0.2.255");
        }
        return new Network(first, last, 0);
    }
}
