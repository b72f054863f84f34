package millrace.gateway.tls;

import java.nio.charset.StandardCharsets;
import java.util.function.BiFunction;
import java.util.function.Function;
import millrace.gateway.config.Engine;
import millrace.gateway.exchange.ClientFacts;
import millrace.gateway.exchange.StateKey;
import millrace.gateway.variable.Variable;
import millrace.loop.tls.OpenSslSession;
import millrace.os.SslFacts;
import millrace.os.SslPeer;

/** The variables {@code $ssl_...}: what is known of the client's connection. They are not there without TLS. */
final class TlsVariables {
    private static final StateKey<ClientCertificate> CERTIFICATE = StateKey.create();

    private TlsVariables() {}

    static void register(Engine engine) {
        engine.variable("ssl_protocol", of(SslFacts::protocol));
        engine.variable("ssl_cipher", of(SslFacts::cipher));
        engine.variable("ssl_ciphers", of(SslFacts::ciphers));
        engine.variable("ssl_curve", of(SslFacts::group));
        engine.variable("ssl_curves", of(SslFacts::groups));
        engine.variable("ssl_sigalg", of(SslFacts::signature));
        engine.variable("ssl_client_sigalg", of(SslFacts::peerSignature));
        engine.variable("ssl_server_name", of(SslFacts::serverName));
        engine.variable("ssl_alpn_protocol", of(SslFacts::applicationProtocol));
        engine.variable("ssl_session_id", of(SslFacts::sessionId));
        engine.variable("ssl_session_reused", of(facts -> facts.isResumed() ? "r" : "."));
        engine.variable("ssl_client_verify", of((facts, client) -> ClientCertificate.verdict(facts.peer(), Revocation.trouble(client))));
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
        engine.variable("ssl_client_" + name, of((facts, client) -> {
            ClientCertificate shown = shown(facts.peer(), client);
            return shown == null ? null : part.apply(shown);
        }));
    }

    /** Requests of one connection show the same one, and in several variables. */
    private static ClientCertificate shown(SslPeer peer, ClientFacts client) {
        ClientCertificate known = client.state(CERTIFICATE);
        if (peer != null && known == null) {
            known = ClientCertificate.of(peer);
            client.state(CERTIFICATE, known);
        }
        return peer == null ? null : known;
    }

    private static Variable of(Function<SslFacts, String> fact) {
        return of((facts, client) -> fact.apply(facts));
    }

    private static Variable of(BiFunction<SslFacts, ClientFacts, String> fact) {
        return (x, to) -> {
            String value = x.client().stream().tls() instanceof OpenSslSession session
                    ? fact.apply(session.ssl().facts(), x.client()) : null;
            if (value == null) {
                return false;
            }
            to.put(value.getBytes(StandardCharsets.UTF_8));
            return true;
        };
    }
}
