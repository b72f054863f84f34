package millrace.gateway.balance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Configuration;
import millrace.gateway.config.Place;
import millrace.gateway.config.Scope;
import millrace.gateway.config.Settings;
import millrace.gateway.config.SettingsKey;
import millrace.gateway.resolver.UpstreamAddress;

/**
 * All upstreams of a configuration: those of {@code upstream} blocks, and one for each address that is named without.
 * Filled while the configuration is read, then immutable.
 */
public final class Upstreams implements Settings<Upstreams> {
    public static final SettingsKey<Upstreams> KEY = SettingsKey.of(Upstreams::new);

    /** Those of {@code stream}, on the outermost level as those of {@code http} are. */
    private static final SettingsKey<Upstreams> STREAM = SettingsKey.of(Upstreams::new);

    private final Map<String, Place> declared = new LinkedHashMap<>();
    private final Map<String, Upstream> blocks = new LinkedHashMap<>();
    private final Map<String, Upstream> addresses = new LinkedHashMap<>();

    public static Upstreams of(Configuration configuration) {
        return configuration.main().get(KEY);
    }

    /** Those that a level can name. */
    public static Upstreams of(Scope scope) {
        return scope.configuration().main().get(scope.isStream() ? STREAM : KEY);
    }

    /** Every upstream of a configuration. */
    static List<Upstream> everywhere(Configuration configuration) {
        List<Upstream> all = new ArrayList<>(of(configuration).all());
        all.addAll(configuration.main().get(STREAM).all());
        return all;
    }

    /** See {@link #takeOver(Upstreams, long)}: for all of a configuration. */
    static void takeOver(Configuration before, Configuration next, long nowNanos) {
        of(next).takeOver(of(before), nowNanos);
        next.main().get(STREAM).takeOver(before.main().get(STREAM), nowNanos);
    }

    @Override
    public void inherit(Upstreams outer) {}

    void declare(String name, Place place) throws ConfigException {
        if (declared.putIfAbsent(key(name), place) != null) {
            throw new ConfigException(place, "duplicate upstream \"" + name + "\"");
        }
    }

    void add(Upstream upstream) {
        blocks.put(key(upstream.name()), upstream);
    }

    /** The {@code upstream} block of a name in either case of letters, or {@code null}. Complete when all is read. */
    public Upstream named(String name) {
        return blocks.get(key(name));
    }

    /**
     * Whom an address that is found while the gateway runs names: an {@code upstream} block when it has no port, or what
     * another line of the configuration has made of the same host and port; else {@code null}. Any thread.
     */
    public Upstream known(UpstreamAddress address) {
        Upstream block = address.isUnix() || address.hasPort() ? null : named(address.host());
        return block != null ? block : addresses.get(id(address));
    }

    private static String id(UpstreamAddress address) {
        return key(address.isUnix() ? address.text() : address.host() + ' ' + address.port());
    }

    /**
     * Whom an address names: an {@code upstream} block, else the host at that port, for which the system is asked. To be
     * called when all is read ({@link Configuration#whenRead}).
     *
     * @throws ConfigException {@code host not found in upstream "x"}, or a block that was given a port
     */
    public Upstream target(UpstreamAddress address, Place place) throws ConfigException {
        Upstream block = address.isUnix() ? null : named(address.host());
        if (block != null) {
            if (address.hasPort()) {
                throw new ConfigException(
                        place, "upstream \"" + address.host() + "\" may not have port " + address.port());
            }
            return block;
        }
        String id = id(address);
        Upstream known = addresses.get(id);
        if (known == null) {
            known = bare(address, place);
            addresses.put(id, known);
        }
        return known;
    }

    private static Upstream bare(UpstreamAddress address, Place place) throws ConfigException {
        UpstreamSettings settings = new UpstreamSettings();
        settings.spec = new GroupSpec(address.host());
        Endpoint[] endpoints = address.resolve(place).stream().map(Endpoint::of).toArray(Endpoint[]::new);
        settings.spec.add(ServerOptions.of(address.text()), endpoints);
        settings.keepAlive = KeepAlive.DEFAULT.withConnections(0, true);
        return new Upstream(settings);
    }

    /** Blocks first, in the order of the files. */
    public List<Upstream> all() {
        List<Upstream> all = new ArrayList<>(blocks.values());
        all.addAll(addresses.values());
        return all;
    }

    /**
     * Goes on with what the upstreams of the configuration before know of their peers and sessions. Once, before the
     * first request is served from this configuration.
     */
    public void takeOver(Upstreams before, long nowNanos) {
        takeOver(blocks, before.blocks, nowNanos);
        takeOver(addresses, before.addresses, nowNanos);
    }

    private static void takeOver(Map<String, Upstream> now, Map<String, Upstream> before, long nowNanos) {
        now.forEach((key, upstream) -> {
            Upstream same = before.get(key);
            if (same != null) {
                upstream.takeOver(same, nowNanos);
            }
        });
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
