package millrace.os;

import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/** The private key of a certificate. Immutable; any thread. */
public final class SslKey {
    /** {@code EVP_R_BAD_DECRYPT} and {@code PKCS12_R_PKCS12_CIPHERFINAL_ERROR}: another password may be the right one. */
    private static final Set<Integer> WRONG_PASSWORD = Set.of(6 << 23 | 100, 9 << 23 | 101, 57 << 23 | 100, 35 << 23 | 116);

    private static final int RESET = 1;

    private static final Call READ = OpenSsl.call("PEM_read_bio_PrivateKey");
    private static final Call BIO_CONTROL = OpenSsl.call("BIO_ctrl");
    private static final Call FREE = OpenSsl.call("EVP_PKEY_free");
    private static final Call USE = OpenSsl.call("SSL_CTX_use_PrivateKey");
    private static final Call CHECK = OpenSsl.call("SSL_CTX_check_private_key");
    private static final Call USE_HERE = OpenSsl.call("SSL_use_PrivateKey");

    private final String name;
    private final SslObjects key;
    private final boolean encrypted;

    private SslKey(String name, SslObjects key, boolean encrypted) {
        this.name = name;
        this.key = key;
        this.encrypted = encrypted;
    }

    /**
     * @param passwords that it may be encrypted with
     */
    public static SslKey read(SslSource source, List<String> passwords) throws SslException {
        String failure = "cannot load certificate key \"" + source.name() + "\": ";
        if (source.store() != null) {
            return ofStore(source, passwords, failure);
        }
        return source.with(failure, bio -> {
            SslObjects key = SslObjects.of(read(bio, passwords, failure), FREE);
            return new SslKey(source.name(), key, !passwords.isEmpty() && !isReadable(bio));
        });
    }

    /** What is behind it may count wrong passwords: so none is tried that nobody has named, and one that was named was needed. */
    private static SslKey ofStore(SslSource source, List<String> passwords, String failure) throws SslException {
        OpenSsl.clearErrors();
        long key = 0;
        for (String each : passwords.isEmpty() ? List.of("") : passwords) {
            key = SslStore.key(source.store(), each);
            if (key != 0) {
                break;
            }
        }
        SslContext.check(key != 0, failure + "OSSL_STORE_load() failed");
        OpenSsl.clearErrors();
        return new SslKey(source.name(), SslObjects.of(key, FREE), !passwords.isEmpty());
    }

    /** Whether it took a password to read it. */
    public boolean isEncrypted() {
        return encrypted;
    }

    /** Whether anybody can read it. */
    private static boolean isReadable(long bio) {
        BIO_CONTROL.call(bio, RESET, 0, 0, 0, 0);
        long key = read(bio, "");
        if (key != 0) {
            FREE.call(key, 0, 0, 0, 0, 0);
        }
        OpenSsl.clearErrors();
        return key != 0;
    }

    private static long read(long bio, String password) {
        try (Arena arena = Arena.ofConfined()) {
            return READ.call(bio, 0, 0, arena.allocateFrom(password, StandardCharsets.ISO_8859_1).address(), 0, 0);
        }
    }

    private static long read(long bio, List<String> passwords, String failure) throws SslException {
        // Without any, an empty one keeps the library from asking at the terminal.
        List<String> all = passwords.isEmpty() ? List.of("") : passwords;
        for (int i = 0; i < all.size(); i++) {
            long key = read(bio, all.get(i));
            if (key != 0) {
                OpenSsl.clearErrors();
                return key;
            }
            boolean another = i < all.size() - 1 && WRONG_PASSWORD.contains(OpenSsl.peekError());
            SslContext.check(another, failure + "PEM_read_bio_PrivateKey() failed");
            OpenSsl.clearErrors();
            BIO_CONTROL.call(bio, RESET, 0, 0, 0, 0);
        }
        throw new SslException(failure + "PEM_read_bio_PrivateKey() failed");
    }

    SslObjects objects() {
        return key;
    }

    void useIn(SslContext context) throws SslException {
        boolean[] done = {false};
        key.with(0, each -> done[0] = USE.callInt(context.address(), each) == 1);
        SslContext.check(done[0], "SSL_CTX_use_PrivateKey(\"" + name + "\") failed");
        // One of another kind than the certificate's is taken without a word: as that of a certificate yet to come.
        SslContext.check(CHECK.callInt(context.address()) == 1, "SSL_CTX_check_private_key() failed: \"" + name
                + "\" is the key of another certificate");
        context.reachable();
    }

    void useIn(Ssl connection) throws SslException {
        boolean[] done = {false};
        key.with(0, each -> done[0] = USE_HERE.callInt(connection.address(), each) == 1);
        SslContext.check(done[0], "SSL_use_PrivateKey(\"" + name + "\") failed");
    }
}
