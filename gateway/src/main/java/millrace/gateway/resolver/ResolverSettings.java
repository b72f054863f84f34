package millrace.gateway.resolver;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import millrace.gateway.config.Inherit;
import millrace.gateway.config.Settings;
import millrace.gateway.config.SettingsKey;
import millrace.offload.dns.CachePolicy;
import millrace.offload.dns.DnsOptions;

/** Who is asked for addresses while the gateway runs: {@code resolver} and {@code resolver_timeout}. */
public final class ResolverSettings implements Settings<ResolverSettings> {
    public static final SettingsKey<ResolverSettings> KEY = SettingsKey.of(ResolverSettings::new);
    private static final long TIMEOUT_MILLIS = 30_000;

    Resolver resolver;
    Long timeoutMillis;

    /**
     * Name servers, and how they are asked. Equal ones can share a client.
     *
     * @param validSeconds how long an answer counts whatever its TTL says; −1 for as long as that says
     */
    public record Resolver(List<InetSocketAddress> servers, long validSeconds, boolean ipv4, boolean ipv6) {
        /** {@code resolver off}: nobody is asked. */
        static final Resolver OFF = new Resolver(List.of(), -1, true, true);

        public boolean isOff() {
            return servers.isEmpty();
        }

        /** For a client that asks these servers; the caller sees to the time-out of the whole. */
        public DnsOptions options() {
            DnsOptions options =
                    DnsOptions.only(servers.toArray(InetSocketAddress[]::new)).specialNames(false);
            if (!ipv4 || !ipv6) {
                options = options.family(ipv4 ? DnsOptions.Family.IPV4 : DnsOptions.Family.IPV6);
            }
            return validSeconds < 0
                    ? options
                    : options.cache(CachePolicy.DEFAULT.withFixedTtl(Duration.ofSeconds(validSeconds)));
        }
    }

    @Override
    public void inherit(ResolverSettings outer) {
        resolver = Inherit.of(resolver, outer == null ? null : outer.resolver, Resolver.OFF);
        timeoutMillis = Inherit.of(timeoutMillis, outer == null ? null : outer.timeoutMillis, TIMEOUT_MILLIS);
    }

    public Resolver resolver() {
        return resolver;
    }

    /** How long a look-up may take altogether. */
    public long timeoutMillis() {
        return timeoutMillis;
    }
}
