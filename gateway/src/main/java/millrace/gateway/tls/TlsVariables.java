package millrace.gateway.tls;

import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import millrace.gateway.config.Engine;
import millrace.gateway.variable.Variable;
import millrace.loop.tls.OpenSslSession;
import millrace.os.SslFacts;

/** The variables {@code $ssl_...}: what is known of the client's connection. They are not there without TLS. */
final class TlsVariables {
    private TlsVariables() {}

    static void register(Engine engine) {
        engine.variable("ssl_protocol", of(SslFacts::protocol));
        engine.variable("ssl_cipher", of(SslFacts::cipher));
        engine.variable("ssl_ciphers", of(SslFacts::ciphers));
        engine.variable("ssl_curve", of(SslFacts::group));
        engine.variable("ssl_curves", of(SslFacts::groups));
        engine.variable("ssl_server_name", of(SslFacts::serverName));
        engine.variable("ssl_alpn_protocol", of(SslFacts::applicationProtocol));
        engine.variable("ssl_session_id", of(SslFacts::sessionId));
        engine.variable("ssl_session_reused", of(facts -> facts.isResumed() ? "r" : "."));
        engine.variable("ssl_client_verify", of(facts -> ClientCertificate.verdict(facts.peer())));
        certificate(engine, "raw_cert", ClientCertificate::pem);
        certificate(engine, "cert", ClientCertificate::indentedPem);
        certificate(engine, "escaped_cert", ClientCertificate::escapedPem);
        certificate(engine, "s_dn", each -> each.peer().subject());
        certificate(engine, "i_dn", each -> each.peer().issuer());
        certificate(engine, "s_dn_legacy", each -> each.peer().subjectLine());
        certificate(engine, "i_dn_legacy", each -> each.peer().issuerLine());
        certificate(engine, "serial", ClientCertificate::serial);
        certificate(engine, "fingerprint", ClientCertificate::fingerprint);
        certificate(engine, "v_start", ClientCertificate::start);
        certificate(engine, "v_end", ClientCertificate::end);
        certificate(engine, "v_remain", ClientCertificate::remainingDays);
    }

    private static void certificate(Engine engine, String name, Function<ClientCertificate, String> part) {
        engine.variable("ssl_client_" + name, of(facts -> {
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
