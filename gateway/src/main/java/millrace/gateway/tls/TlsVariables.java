package millrace.gateway.tls;

import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import millrace.gateway.config.Registry;
import millrace.gateway.variable.Variable;
import millrace.loop.tls.TlsFacts;

/** The variables {@code $ssl_...}: what is known of the client's connection. They are not there without TLS. */
final class TlsVariables {
    private TlsVariables() {}

    static void register(Registry registry) {
        registry.variable("ssl_protocol", of(TlsFacts::protocol));
        registry.variable("ssl_cipher", of(TlsFacts::cipher));
        registry.variable("ssl_server_name", of(TlsFacts::serverName));
        registry.variable("ssl_alpn_protocol", of(TlsFacts::applicationProtocol));
        registry.variable("ssl_session_reused", of(facts -> facts.isResumed() ? "r" : "."));
    }

    private static Variable of(Function<TlsFacts, String> fact) {
        return (x, to) -> {
            TlsFacts facts = x.client().stream().tls();
            String value = facts == null ? null : fact.apply(facts);
            if (value == null) {
                return false;
            }
            to.put(value.getBytes(StandardCharsets.ISO_8859_1));
            return true;
        };
    }
}
