package millrace.gateway.server;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import millrace.gateway.config.Scope;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.log.ErrorContext;
import millrace.gateway.log.ErrorLogSettings;
import millrace.gateway.log.Level;
import millrace.gateway.tls.ClientCheck;
import millrace.gateway.tls.TlsSettings;
import millrace.loop.tls.OpenSslSession;
import millrace.os.SslContext;
import millrace.os.SslPeer;

/** Who answers handshakes at one address, by the name that the client asks for. Immutable; any loop. */
final class TlsPort {
    private static final List<String> PROTOCOLS = List.of("http/1.1", "http/1.0", "http/0.9");
    /** nginx's number for a request that is not encrypted where it should be; the client sees 400. */
    private static final int CLEAR = 497;

    private static final int MISDIRECTED = 421;
    private static final int SILENT = -1;
    private static final int REFUSED = -2;

    private final Scope otherwise;
    private final ServerChoice names;
    private final SslContext context;

    TlsPort(Scope otherwise, ServerChoice names) {
        this.otherwise = otherwise;
        this.names = names;
        context = otherwise.get(TlsSettings.KEY).context();
    }

    /** What handshakes begin with. */
    SslContext context() {
        return context;
    }

    /** The server of a name that a client asks for in its handshake; {@code null} if it is none of this address. */
    ServedName find(String serverName) {
        if (serverName == null) {
            return null;
        }
        String name = serverName.toLowerCase(Locale.ROOT);
        Scope server = names.named(name);
        return server == null ? null : new ServedName(name, server);
    }

    /** What the handshake goes on with; {@code null} refuses it. */
    SslContext context(ServedName found) {
        TlsSettings settings = (found == null ? otherwise : found.server()).get(TlsSettings.KEY);
        if (settings.rejects()) {
            return null;
        }
        return settings.context() == null ? context : settings.context();
    }

    /**
     * 0, or the status to refuse a request with that has come for a server.
     */
    static int refusal(ClientStream client, Exchange x, Scope server) {
        if (!(client.stream().tls() instanceof OpenSslSession session)) {
            return CLEAR;
        }
        ClientCheck check = server.get(TlsSettings.KEY).clients();
        if (!check.asks()) {
            return 0;
        }
        ServedName asked = client.servedName;
        if (asked != null && asked.server() != server && !asked.name().equals(x.host().toString())) {
            log(client, server, "client attempted to request the server name different from the one that was negotiated");
            return MISDIRECTED;
        }
        SslPeer peer = session.ssl().facts().peer();
        int status = check.refusal(peer);
        if (status != 0) {
            log(client, server, ClientCheck.words(status, peer));
        }
        return status;
    }

    private static void log(ClientStream client, Scope server, String words) {
        server.get(ErrorLogSettings.KEY).log().log(Level.INFO, client.number(),
                ErrorContext.of(client, words + " while reading client request headers"));
    }

    static int protocol(byte[] offered) {
        for (String each : PROTOCOLS) {
            for (int i = 0; i < offered.length; i += 1 + (offered[i] & 0xff)) {
                int length = Math.min(offered[i] & 0xff, offered.length - i - 1);
                if (each.equals(new String(offered, i + 1, length, StandardCharsets.ISO_8859_1))) {
                    return i;
                }
            }
        }
        return offered.length == 0 ? SILENT : REFUSED;
    }
}
