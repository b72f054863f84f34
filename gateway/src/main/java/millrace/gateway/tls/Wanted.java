package millrace.gateway.tls;

import java.util.List;
import millrace.os.SslAuthorities;
import millrace.os.SslCertificates;
import millrace.os.SslException;
import millrace.os.SslKey;
import millrace.os.SslRevocations;
import millrace.os.SslSource;

/**
 * Something that is read once and used by many: equal ones are the same.
 *
 * @param passwords that it may be encrypted with
 */
record Wanted<T>(Class<T> type, SslSource source, List<String> passwords) {
    static Wanted<SslCertificates> certificates(SslSource source) {
        return new Wanted<>(SslCertificates.class, source, List.of());
    }

    static Wanted<SslKey> key(SslSource source, List<String> passwords) {
        return new Wanted<>(SslKey.class, source, passwords);
    }

    static Wanted<SslAuthorities> authorities(SslSource source) {
        return new Wanted<>(SslAuthorities.class, source, List.of());
    }

    static Wanted<SslRevocations> revocations(SslSource source) {
        return new Wanted<>(SslRevocations.class, source, List.of());
    }

    /** The same, if it can be read without a password. */
    Wanted<T> open() {
        return passwords.isEmpty() ? this : new Wanted<>(type, source, List.of());
    }

    T read() throws SslException {
        Object found;
        if (type == SslCertificates.class) {
            found = SslCertificates.read(source);
        } else if (type == SslKey.class) {
            found = SslKey.read(source, passwords);
        } else if (type == SslAuthorities.class) {
            found = SslAuthorities.read(source);
        } else {
            found = SslRevocations.read(source);
        }
        return type.cast(found);
    }
}
