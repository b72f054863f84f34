package millrace.gateway.server;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import millrace.gateway.config.Scope;
import millrace.gateway.tls.TlsSettings;
import millrace.os.Ssl;
import millrace.os.SslContext;
import millrace.os.SslNegotiation;

/** Who answers handshakes at one address, by the name that the client asks for. Immutable; any loop. */
final class TlsPort implements SslNegotiation {
    private static final List<String> PROTOCOLS = List.of("http/1.1", "http/1.0", "http/0.9");
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

    @Override
    public SslContext choose(Ssl connection, String serverName) {
        Scope server = serverName == null ? otherwise : names.named(serverName.toLowerCase(Locale.ROOT));
        TlsSettings settings = server.get(TlsSettings.KEY);
        if (settings.rejects()) {
            return null;
        }
        return settings.context() == null ? context : settings.context();
    }

    @Override
    public int protocol(Ssl connection, byte[] offered) {
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
