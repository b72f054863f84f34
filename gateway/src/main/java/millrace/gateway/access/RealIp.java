package millrace.gateway.access;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Context;
import millrace.gateway.config.Engine;
import millrace.gateway.config.Inherit;
import millrace.gateway.config.Registry;
import millrace.gateway.config.Scope;
import millrace.gateway.config.Settings;
import millrace.gateway.config.SettingsKey;
import millrace.gateway.config.Statement;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.Phase;
import millrace.gateway.exchange.PhaseHandler;
import millrace.gateway.exchange.StateKey;
import millrace.gateway.variable.ClientAddress;
import millrace.gateway.variable.Network;
import millrace.http.codec.Fields;
import millrace.http.codec.Output;

/** The realip module: behind a trusted proxy, the client is who the proxy says it is. */
final class RealIp implements Settings<RealIp> {
    static final SettingsKey<RealIp> KEY = SettingsKey.of(RealIp::new);

    private static final Context[] CONTEXTS = {Context.HTTP, Context.SERVER, Context.LOCATION};

    /** Who the request came from, before it was changed. */
    private static final StateKey<SocketAddress> ORIGINAL = StateKey.create();

    private List<AddressRule> trusted = new ArrayList<>();
    private String header;
    private Boolean recursive;

    static void register(Registry registry) {
        registry.directive("set_real_ip_from", Context.HTTP, Context.SERVER, Context.LOCATION, Context.STREAM, Context.SERVER_IN_STREAM)
                .since("0.3.8")
                .doc("An address or network that is trusted to say who the client is.")
                .shown("address \\| network \\| `unix:`")
                .args(1, 1)
                .repeated()
                .set((scope, s) -> scope.get(KEY).trust(s));
        registry.directive("real_ip_header", CONTEXTS)
                .since("0.3.8")
                .doc("Where the client's address stands: a field, or `proxy_protocol`.")
                .text(KEY, (s, text) -> s.header = text);
        registry.directive("real_ip_recursive", CONTEXTS)
                .since("1.3.0")
                .doc("Whether trusted addresses at the end of the list are passed over.")
                .flag(KEY, (s, on) -> s.recursive = on);
        for (Engine each : List.of(registry.http(), registry.stream())) {
            each.variable("realip_remote_addr", (x, out) -> address(original(x), out));
            each.variable("realip_remote_port", (x, out) -> port(original(x), out));
        }
        PhaseHandler handler = PhaseHandler.where(scope -> !scope.get(KEY).trusted.isEmpty(), x -> {
            x.settings(KEY).find(x);
            return Phase.NEXT;
        });
        // Once for the server, once more where only a location trusts somebody.
        registry.phase(Phase.POST_READ, handler);
        registry.phase(Phase.PREACCESS, handler);
        registry.stream().phase(Phase.POST_READ, handler);
    }

    private static SocketAddress original(Exchange x) {
        SocketAddress before = x.main().state(ORIGINAL);
        return before != null ? before : x.client().remoteAddress();
    }

    private static boolean address(SocketAddress address, Output out) {
        out.put(ClientAddress.of(address).text());
        return true;
    }

    private static boolean port(SocketAddress address, Output out) {
        if (address instanceof InetSocketAddress inet) {
            out.number(inet.getPort());
        }
        return true;
    }

    private void trust(Statement s) throws ConfigException {
        String text = s.arg(0);
        boolean literal = text.equals("unix:") || Network.parse(text) != null;
        if (literal || text.indexOf('/') >= 0 || text.equals("all")) {
            trusted.add(AddressRule.parse(s, text));
            return;
        }
        try {
            for (InetAddress each : InetAddress.getAllByName(text)) {
                trusted.add(AddressRule.parse(s, each.getHostAddress()));
            }
        } catch (UnknownHostException e) {
            throw s.error("host not found in set_real_ip_from \"" + text + "\"");
        }
    }

    private void find(Exchange x) {
        if (x.parent() != null || x.state(ORIGINAL) != null) {
            return;
        }
        SocketAddress before = x.client().remoteAddress();
        boolean told = x.scope().isStream() || header.equalsIgnoreCase("proxy_protocol");
        SocketAddress found = told ? proxied(x, before) : listed(x, before);
        if (found == null || found == before) {
            return;
        }
        x.state(ORIGINAL, before);
        x.client().remoteAddress(found);
        x.attachments().atEnd(() -> x.client().remoteAddress(before));
    }

    private SocketAddress proxied(Exchange x, SocketAddress before) {
        ProxyProtocol told = ProxyProtocol.of(x.client());
        return told != null && isTrusted(before) ? told.source() : null;
    }

    private SocketAddress listed(Exchange x, SocketAddress before) {
        Fields fields = x.head().fields();
        List<String> addresses = new ArrayList<>();
        for (int i = fields.indexOf(header, 0); i >= 0; i = fields.indexOf(header, i + 1)) {
            Collections.addAll(addresses, fields.value(i).split("[ ,]+"));
        }
        SocketAddress at = before;
        for (int i = addresses.size() - 1; i >= 0 && isTrusted(at); i--) {
            SocketAddress next = AddressText.parse(addresses.get(i));
            if (next == null) {
                break;
            }
            at = next;
            if (!recursive) {
                break;
            }
        }
        return at;
    }

    private boolean isTrusted(SocketAddress address) {
        for (AddressRule each : trusted) {
            if (each.has(address)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void inherit(RealIp outer) {
        RealIp o = outer == null ? new RealIp() : outer;
        trusted = trusted.isEmpty() ? o.trusted : trusted;
        header = Inherit.of(header, o.header, "X-Real-IP");
        recursive = Inherit.of(recursive, o.recursive, false);
    }
}
