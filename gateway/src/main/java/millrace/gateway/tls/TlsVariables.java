package millrace.gateway.tls;

import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import millrace.gateway.config.Registry;
import millrace.gateway.variable.Variable;
import millrace.loop.tls.OpenSslSession;
import millrace.os.SslFacts;

/** The variables {@code $ssl_...}: what is known of the client's connection. They are not there without TLS. */
final class TlsVariables {
    private TlsVariables() {}

    static void register(Registry registry) {
        registry.variable("ssl_protocol", of(SslFacts::protocol));
        registry.variable("ssl_cipher", of(SslFacts::cipher));
        registry.variable("ssl_ciphers", of(SslFacts::ciphers));
        registry.variable("ssl_curve", of(SslFacts::group));
        registry.variable("ssl_curves", of(SslFacts::groups));
        registry.variable("ssl_server_name", of(SslFacts::serverName));
        registry.variable("ssl_alpn_protocol", of(SslFacts::applicationProtocol));
        registry.variable("ssl_session_id", of(SslFacts::sessionId));
        registry.variable("ssl_session_reused", of(facts -> facts.isResumed() ? "r" : "."));
        registry.variable("ssl_client_verify", of(facts -> ClientCertificate.verdict(facts.peer())));
        certificate(registry, "raw_cert", ClientCertificate::pem);
        certificate(registry, "cert", ClientCertificate::indentedPem);
        certificate(registry, "escaped_cert", ClientCertificate::escapedPem);
        certificate(registry, "s_dn", each -> each.peer().subject());
        certificate(registry, "i_dn", each -> each.peer().issuer());
        certificate(registry, "s_dn_legacy", each -> each.peer().subjectLine());
        certificate(registry, "i_dn_legacy", each -> each.peer().issuerLine());
        certificate(registry, "serial", ClientCertificate::serial);
        certificate(registry, "fingerprint", ClientCertificate::fingerprint);
        certificate(registry, "v_start", ClientCertificate::start);
        certificate(registry, "v_end", ClientCertificate::end);
        certificate(registry, "v_remain", ClientCertificate::remainingDays);
    }

    private static void certificate(Registry registry, String name, Function<ClientCertificate, String> part) {
        registry.variable("ssl_client_" + name, of(facts -> {
            ClientCertificate shown = ClientCertificate.of(facts.peer());
            return shown == null ? null : part.apply(shown);
        }));
    }

    private static Variable of(Function<SslFacts, String> fact) {
        return (x, to) -> {
            String value = x.client().stream().tls() instanceof OpenSslSession session ? fact.apply(session.ssl().facts()) : null;
            if (value == null) {
                return false;
            }
            to.put(value.getBytes(StandardCharsets.UTF_8));
            return true;
        };
    }
}
