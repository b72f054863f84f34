package millrace.os;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * A certificate, those that vouch for it, and its key, from files of the form PEM. A context may have several, of
 * different kinds of key: which one is shown depends on what the client can check.
 */
public final class SslIdentity {
    /** {@code PEM_R_NO_START_LINE} of the library's part {@code PEM}: the file has no more of what is looked for. */
    private static final int NO_MORE = 9 << 23 | 108;

    /** {@code EVP_R_BAD_DECRYPT} and {@code PKCS12_R_PKCS12_CIPHERFINAL_ERROR}: another password may be the right one. */
    private static final Set<Integer> WRONG_PASSWORD = Set.of(6 << 23 | 100, 9 << 23 | 101, 57 << 23 | 100, 35 << 23 | 116);

    private static final int CHAIN_CERTIFICATE = 89;

    private static final Call FILE_BIO = OpenSsl.call("BIO_new_file");
    static final Call FREE_BIO = OpenSsl.call("BIO_free");
    private static final Call BIO_CONTROL = OpenSsl.call("BIO_ctrl");
    private static final int BIO_RESET = 1;
    private static final Call READ_FIRST = OpenSsl.call("PEM_read_bio_X509_AUX");
    private static final Call READ_NEXT = OpenSsl.call("PEM_read_bio_X509");
    private static final Call READ_KEY = OpenSsl.call("PEM_read_bio_PrivateKey");
    private static final Call FREE_CERTIFICATE = OpenSsl.call("X509_free");
    private static final Call FREE_KEY = OpenSsl.call("EVP_PKEY_free");
    private static final Call USE_CERTIFICATE = OpenSsl.call("SSL_CTX_use_certificate");
    private static final Call USE_KEY = OpenSsl.call("SSL_CTX_use_PrivateKey");

    private SslIdentity() {}

    /**
     * Adds one to a context.
     *
     * @param passwords that the key may be encrypted with
     * @throws IOException in the words of nginx, which name the file
     */
    public static void use(SslContext context, Path certificate, Path key, List<String> passwords) throws IOException {
        OpenSsl.clearErrors();
        certificate(context, certificate);
        long loaded = key(key, passwords);
        try {
            SslContext.check(USE_KEY.callInt(context.address(), loaded) == 1,
                    "SSL_CTX_use_PrivateKey(\"" + key + "\") failed");
        } finally {
            FREE_KEY.call(loaded, 0, 0, 0, 0, 0);
        }
        context.reachable();
    }

    private static void certificate(SslContext context, Path file) throws IOException {
        long bio = open(file, "cannot load certificate \"" + file + "\": ");
        try {
            long first = READ_FIRST.call(bio, 0, 0, 0, 0, 0);
            SslContext.check(first != 0, "cannot load certificate \"" + file + "\": PEM_read_bio_X509_AUX() failed");
            try {
                SslContext.check(USE_CERTIFICATE.callInt(context.address(), first) == 1,
                        "SSL_CTX_use_certificate(\"" + file + "\") failed");
            } finally {
                FREE_CERTIFICATE.call(first, 0, 0, 0, 0, 0);
            }
            for (long next = next(bio, file); next != 0; next = next(bio, file)) {
                if (context.control(CHAIN_CERTIFICATE, 0, next) != 1) {
                    FREE_CERTIFICATE.call(next, 0, 0, 0, 0, 0);
                    SslContext.check(false, "SSL_CTX_add0_chain_cert(\"" + file + "\") failed");
                }
            }
        } finally {
            FREE_BIO.call(bio, 0, 0, 0, 0, 0);
        }
    }

    /** The next certificate of a file, or 0. */
    private static long next(long bio, Path file) throws SslException {
        long next = READ_NEXT.call(bio, 0, 0, 0, 0, 0);
        if (next == 0) {
            SslContext.check(OpenSsl.peekError() == NO_MORE,
                    "cannot load certificate \"" + file + "\": PEM_read_bio_X509() failed");
            OpenSsl.clearErrors();
        }
        return next;
    }

    private static long key(Path file, List<String> passwords) throws SslException {
        String failure = "cannot load certificate key \"" + file + "\": ";
        long bio = open(file, failure);
        try (Arena arena = Arena.ofConfined()) {
            // Without any, an empty one keeps the library from asking at the terminal.
            List<String> all = passwords.isEmpty() ? List.of("") : passwords;
            for (String each : all) {
                long password = arena.allocateFrom(each, StandardCharsets.ISO_8859_1).address();
                long key = READ_KEY.call(bio, 0, 0, password, 0, 0);
                if (key != 0) {
                    OpenSsl.clearErrors();
                    return key;
                }
                boolean another = !each.equals(all.getLast()) && WRONG_PASSWORD.contains(OpenSsl.peekError());
                SslContext.check(another, failure + "PEM_read_bio_PrivateKey() failed");
                OpenSsl.clearErrors();
                BIO_CONTROL.call(bio, BIO_RESET, 0, 0, 0, 0);
            }
            throw new SslException(failure + "PEM_read_bio_PrivateKey() failed");
        } finally {
            FREE_BIO.call(bio, 0, 0, 0, 0, 0);
        }
    }

    static long open(Path file, String failure) throws SslException {
        try (Arena arena = Arena.ofConfined()) {
            long name = CStrings.string(arena, file.toString()).address();
            long bio = FILE_BIO.call(name, arena.allocateFrom("r").address(), 0, 0, 0, 0);
            SslContext.check(bio != 0, failure.isEmpty() ? "BIO_new_file(\"" + file + "\") failed" : failure + "BIO_new_file() failed");
            return bio;
        }
    }
}
