package millrace.gateway.server;

import java.util.Locale;
import millrace.gateway.config.Configuration;
import millrace.gateway.config.Scope;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.log.ErrorContext;
import millrace.gateway.log.ErrorLogSettings;
import millrace.gateway.log.Level;
import millrace.gateway.tls.ClientCheck;
import millrace.gateway.tls.Revocation;
import millrace.gateway.tls.TlsSettings;
import millrace.loop.tls.ApplicationProtocols;
import millrace.loop.tls.OpenSslSession;
import millrace.os.SslContext;
import millrace.os.SslPeer;

/** Who answers handshakes at one address, by the name that the client asks for. Immutable; any loop. */
final class TlsPort {
    /** nginx's number for a request that is not encrypted where it should be; the client sees 400. */
    private static final int CLEAR = 497;

    private static final int MISDIRECTED = 421;

    private final Scope otherwise;
    private final ServerChoice names;
    private final Http2Port http2;
    private final SslContext context;

    /** @param http2 how HTTP/2 is spoken, or {@code null} */
    TlsPort(Scope otherwise, ServerChoice names, Http2Port http2) {
        this.otherwise = otherwise;
        this.names = names;
        this.http2 = http2;
        context = otherwise.get(TlsSettings.KEY).context();
    }

    /** What handshakes begin with. */
    SslContext context() {
        return context;
    }

    /** By which the handshakes are made that begin here. */
    Configuration configuration() {
        return otherwise.configuration();
    }

    /** A name that a client asks for in its handshake, in lower case; {@code null} if it is nobody's at this address. */
    String find(String serverName) {
        String name = serverName == null ? null : serverName.toLowerCase(Locale.ROOT);
        return name == null || names.named(name) == null ? null : name;
    }

    /** The server of a name that was found, the default server for none. */
    Scope server(String found) {
        Scope server = found == null ? null : names.named(found);
        return server == null ? otherwise : server;
    }

    /** What the handshake goes on with; {@code null} refuses it. */
    SslContext context(String found) {
        TlsSettings settings = settings(found);
        return settings.rejects() ? null : settings.context();
    }

    /** Those of who was found; the default server's, if it has no certificate of its own. */
    TlsSettings settings(String found) {
        TlsSettings settings = server(found).get(TlsSettings.KEY);
        return settings.rejects() || settings.context() != null ? settings : otherwise.get(TlsSettings.KEY);
    }

    /** Which of the offered protocols is spoken with who has asked for a name: {@link ApplicationProtocols#choose}. */
    int protocol(String found, byte[] offered) {
        Scope server = server(found);
        ApplicationProtocols spoken = server.get(TlsSettings.KEY).spoken();
        return (http2 != null && http2.isSpokenBy(server) ? spoken.preferring(Http2Port.NAME) : spoken).choose(offered);
    }

    /** 0, or the status to refuse a request with that has come for a server. */
    int refusal(ClientStream client, Exchange x, Scope server) {
        if (!(client.stream().tls() instanceof OpenSslSession session)) {
            return CLEAR;
        }
        ClientCheck check = server.get(TlsSettings.KEY).clients();
        if (!check.asks()) {
            return 0;
        }
        String asked = client.servedName;
        // The handshake may have been under another configuration: whose the name is now counts.
        if (asked != null && !asked.equals(x.host().toString()) && names.named(asked) != server) {
            log(client, server, "client attempted to request the server name different from the one that was negotiated");
            return MISDIRECTED;
        }
        SslPeer peer = session.ssl().facts().peer();
        String trouble = Revocation.trouble(client);
        int status = check.refusal(peer, trouble);
        if (status != 0) {
            log(client, server, ClientCheck.words(status, peer, trouble));
        }
        return status;
    }

    private static void log(ClientStream client, Scope server, String words) {
        server.get(ErrorLogSettings.KEY).log().log(Level.INFO, client.number(),
                ErrorContext.of(client, words + " while reading client request headers"));
    }
}
