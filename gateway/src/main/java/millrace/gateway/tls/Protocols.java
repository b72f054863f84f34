package millrace.gateway.tls;

import java.util.List;
import millrace.os.SslContext;

/** The versions of TLS, as directives name them. */
public final class Protocols {
    /** RFC 8996: what is older should not be spoken any more. */
    public static final List<String> USUAL = List.of("TLSv1.2", "TLSv1.3");

    public static final List<String> NAMES = List.of("SSLv2", "SSLv3", "TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3");

    private Protocols() {}

    /** The options of a context that leave only these. */
    public static long without(List<String> allowed) {
        return off(allowed, "TLSv1", SslContext.NO_TLS1)
                | off(allowed, "TLSv1.1", SslContext.NO_TLS1_1)
                | off(allowed, "TLSv1.2", SslContext.NO_TLS1_2)
                | off(allowed, "TLSv1.3", SslContext.NO_TLS1_3);
    }

    private static long off(List<String> allowed, String name, long option) {
        return allowed.contains(name) ? 0 : option;
    }
}
