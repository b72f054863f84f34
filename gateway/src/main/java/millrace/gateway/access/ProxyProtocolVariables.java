package millrace.gateway.access;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.function.Function;
import millrace.gateway.balance.Ipv6Text;
import millrace.gateway.config.Engine;
import millrace.gateway.config.Registry;
import millrace.gateway.variable.Variable;
import millrace.http.codec.Output;

/** The variables that tell what was said of a connection by the PROXY protocol. */
final class ProxyProtocolVariables {
    private static final Map<String, Integer> TYPES = Map.of(
            "alpn", ProxyProtocol.ALPN,
            "authority", ProxyProtocol.AUTHORITY,
            "unique_id", ProxyProtocol.UNIQUE_ID,
            "ssl", ProxyProtocol.SSL,
            "netns", ProxyProtocol.NETNS);

    /** Within the value about TLS. */
    private static final Map<String, Integer> SSL_TYPES =
            Map.of("version", 0x21, "cn", 0x22, "cipher", 0x23, "sig_alg", 0x24, "key_alg", 0x25);

    private static final String SSL = "ssl_";
    private static final int LAST_TYPE = 0xff;

    private ProxyProtocolVariables() {}

    static void register(Registry registry) {
        register(registry.http());
        register(registry.stream());
    }

    private static void register(Engine engine) {
        engine.variable("proxy_protocol_addr", address(ProxyProtocol::source));
        engine.variable("proxy_protocol_port", port(ProxyProtocol::source));
        engine.variable("proxy_protocol_server_addr", address(ProxyProtocol::destination));
        engine.variable("proxy_protocol_server_port", port(ProxyProtocol::destination));
        engine.variablePrefix("proxy_protocol_tlv_", ProxyProtocolVariables::tlv);
    }

    private static Variable address(Function<ProxyProtocol, InetSocketAddress> which) {
        return (x, to) -> {
            ProxyProtocol told = ProxyProtocol.of(x.client());
            InetSocketAddress address = told == null ? null : which.apply(told);
            if (address == null) {
                return false;
            }
            to.put(Output.ascii(
                    address.getAddress() instanceof Inet6Address six
                            ? Ipv6Text.of(six.getAddress())
                            : address.getAddress().getHostAddress()));
            return true;
        };
    }

    private static Variable port(Function<ProxyProtocol, InetSocketAddress> which) {
        return (x, to) -> {
            ProxyProtocol told = ProxyProtocol.of(x.client());
            InetSocketAddress address = told == null ? null : which.apply(told);
            if (address == null) {
                return false;
            }
            to.number(address.getPort());
            return true;
        };
    }

    /** By name, or by number in the form {@code 0x1f}; one of neither form has no value. */
    private static Variable tlv(String name) {
        if (name.equals("ssl_verify")) {
            return (x, to) -> {
                ProxyProtocol told = ProxyProtocol.of(x.client());
                boolean said = told != null && told.sslVerify() >= 0;
                if (said) {
                    to.number(told.sslVerify());
                }
                return said;
            };
        }
        boolean within = name.startsWith(SSL);
        int type = within ? type(SSL_TYPES, name.substring(SSL.length())) : type(TYPES, name);
        return (x, to) -> {
            ProxyProtocol told = ProxyProtocol.of(x.client());
            byte[] value = told == null || type < 0 ? null : within ? told.sslTlv(type) : told.tlv(type);
            if (value == null) {
                return false;
            }
            to.put(value);
            return true;
        };
    }

    private static int type(Map<String, Integer> names, String name) {
        if (!name.matches("0x0*[0-9a-f]{1,2}")) {
            return names.getOrDefault(name, -1);
        }
        return Integer.parseInt(name, 2, name.length(), 16) & LAST_TYPE;
    }
}
