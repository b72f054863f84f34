package millrace.loop.tls;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** What can be spoken on an encrypted connection, most liked first, and how one is agreed on (ALPN, RFC 7301). Immutable. */
public record ApplicationProtocols(List<String> names) {
    /** Versions of HTTP that need no agreement: clients that offer none speak one of these. */
    public static final ApplicationProtocols HTTP_1 = new ApplicationProtocols(List.of("http/1.1", "http/1.0", "http/0.9"));

    private static final int SILENT = -1;
    private static final int REFUSED = -2;

    /** Another one, which is liked most: {@code h2}. */
    public ApplicationProtocols preferring(String name) {
        return new ApplicationProtocols(Stream.concat(Stream.of(name), names.stream()).distinct().toList());
    }

    /**
     * Chooses among what a client offers.
     *
     * @param offered a byte with the length before each name
     * @return where the one that is chosen begins, at its length; −1 to say nothing, −2 to refuse
     */
    public int choose(byte[] offered) {
        for (String each : names) {
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
