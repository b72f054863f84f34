package millrace.gateway.config.check;

import java.util.List;
import millrace.gateway.config.Statement;

/** Versions of TLS that nobody should speak any more (RFC 8996, RFC 7568): browsers do not, and attackers would like to. */
final class OldProtocol implements Trap {
    private static final List<String> OLD = List.of("SSLv2", "SSLv3", "TLSv1", "TLSv1.1");

    @Override
    public String warning(Statement s, Path path) {
        List<String> found = s.name().endsWith("ssl_protocols") ? s.args().stream().filter(OLD::contains).toList() : List.of();
        return found.isEmpty() ? null : "\"" + String.join(" ", found) + "\" can be broken, and no client of today needs it:"
                + " leave it out, TLSv1.2 and TLSv1.3 are spoken if nothing is said";
    }
}
