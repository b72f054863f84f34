package millrace.gateway.tls;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Place;
import millrace.gateway.config.Scope;
import millrace.gateway.exchange.ClientFacts;
import millrace.gateway.exchange.GatewayLoop;
import millrace.gateway.exchange.StateKey;
import millrace.gateway.log.ErrorContext;
import millrace.gateway.log.ErrorLog;
import millrace.gateway.log.ErrorLogSettings;
import millrace.gateway.log.Level;
import millrace.gateway.resolver.ResolverSettings;
import millrace.os.Ssl;
import millrace.os.SslContext;

/**
 * Whether clients' certificates have been revoked, as those who have issued them say by OCSP ({@code ssl_ocsp}). They are asked
 * after the handshake, before the first request. Immutable; any loop.
 *
 * @param onlyFirst whether nobody is asked about those that vouch for a client's certificate
 * @param responder who is asked, or {@code null}: whom each certificate names
 * @param context who is trusted to answer
 */
public record Revocation(boolean onlyFirst, Responder responder, OcspCache cache, ResolverSettings.Resolver resolver,
        SslContext context, ErrorLog log) {
    /** Of the machine, and never set back. */
    static final LongSupplier CLOCK = () -> TimeUnit.NANOSECONDS.toSeconds(System.nanoTime());

    private static final StateKey<String> TROUBLE = StateKey.create();

    /** What is asked about: {@code ssl_ocsp}. */
    enum Extent {
        OFF,
        ON,
        LEAF
    }

    static Revocation of(TlsSettings settings, Scope scope, SslContext context) throws ConfigException {
        ResolverSettings.Resolver resolver = scope.get(ResolverSettings.KEY).resolver();
        Responder responder = null;
        if (settings.ocspResponder != null) {
            StringBuilder complaint = new StringBuilder();
            responder = Responder.parse(settings.ocspResponder, resolver, true, complaint);
            if (responder == null) {
                Place place = settings.certificates.isEmpty() ? null : settings.certificates.getFirst().place();
                throw new ConfigException(place, complaint + " in \"ssl_ocsp_responder\"");
            }
        }
        return new Revocation(settings.ocsp == Extent.LEAF, responder, settings.ocspCache, resolver, context,
                scope.get(ErrorLogSettings.KEY).log());
    }

    /** What was found to be wrong with the certificate of a client, in nginx's words; {@code null} for nothing. */
    public static String trouble(ClientFacts client) {
        return client.state(TROUBLE);
    }

    /**
     * Asks about the certificate that a client has shown.
     *
     * @param then what to do when that is known: then {@link #trouble} tells
     * @return {@code false} if there is nothing to ask, and nothing will be done
     */
    public boolean ask(GatewayLoop loop, ClientFacts client, Ssl done, Runnable then) {
        if (done.facts().peer() == null || done.facts().peer().verdict() != 0) {
            return false;
        }
        new RevocationCheck(this, loop, client, then).begin(done);
        return true;
    }

    void found(ClientFacts client, String trouble) {
        client.state(TROUBLE, trouble);
    }

    void complain(ClientFacts client, String wrong) {
        log.log(Level.ERROR, client.number(), ErrorContext.of(client, wrong + " while requesting certificate status"));
    }
}
