package millrace.gateway.balance;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import millrace.gateway.config.Settings;
import millrace.gateway.config.SettingsKey;
import millrace.gateway.resolver.ResolverSettings;
import millrace.gateway.variable.Template;

/** An {@code upstream} block while it is read. */
final class UpstreamSettings implements Settings<UpstreamSettings> {
    static final SettingsKey<UpstreamSettings> KEY = SettingsKey.of(UpstreamSettings::new);

    GroupSpec spec = new GroupSpec("");
    /** What requests are hashed by, or {@code null}. */
    Template key;
    /** Whether it is the client's address instead. */
    boolean byClient;
    /** Whether the method has a place for backups, and whether one was named. */
    boolean backups = true;

    boolean chosen;
    /** Whether the time of a session of {@code stream} that counts ends when it is connected. */
    boolean timesConnect;
    Sticky sticky;
    KeepAlive keepAlive = KeepAlive.DEFAULT;
    long queueTimeoutMillis;
    ResolverSettings.Resolver resolver;
    Long resolverTimeoutMillis;
    final List<Resolved> resolved = new ArrayList<>();

    /** A {@code server} line whose addresses are asked for while the gateway runs. */
    record Resolved(int line, String host, int port, String service) {
        boolean isSameName(Resolved other) {
            return host.equalsIgnoreCase(other.host) && Objects.equals(service, other.service);
        }

        /** Addresses of the same name, at this line's port; those of a service have ports of their own. */
        List<Endpoint> at(List<Endpoint> endpoints) {
            return service != null ? endpoints : endpoints.stream().map(this::at).toList();
        }

        private Endpoint at(Endpoint endpoint) {
            InetSocketAddress address = (InetSocketAddress) endpoint.address();
            return Endpoint.of(new InetSocketAddress(address.getAddress(), port));
        }
    }

    @Override
    public void inherit(UpstreamSettings outer) {}
}
