package millrace.os;

import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Where certificates and keys are read from: a file of the form PEM, a text of that form that is there already, or, for keys,
 * what OpenSSL calls a store, which may be a device.
 *
 * @param name as errors name it
 * @param file or {@code null}
 * @param pem or {@code null}
 * @param store a URI of {@code ossl_store(7)}, or {@code null}
 */
public record SslSource(String name, Path file, String pem, String store) {
    private static final Call FILE_BIO = OpenSsl.call("BIO_new_file");
    private static final Call MEMORY_BIO = OpenSsl.call("BIO_s_mem");
    private static final Call NEW_BIO = OpenSsl.call("BIO_new");
    private static final Call FREE_BIO = OpenSsl.call("BIO_free");
    private static final Call BIO_WRITE = OpenSsl.call("BIO_write");

    public static SslSource of(Path file) {
        return new SslSource(file.toString(), file, null, null);
    }

    /**
     * @param pem one character for each octet
     */
    public static SslSource ofText(String name, String pem) {
        return new SslSource(name, null, pem, null);
    }

    public static SslSource ofStore(String name, String uri) {
        return new SslSource(name, null, null, uri);
    }

    /** What reads with it. */
    interface Reader<T> {
        T read(long bio) throws SslException;
    }

    /** Opens it, reads, and closes it. */
    <T> T with(String failure, Reader<T> reader) throws SslException {
        if (store != null) {
            throw new SslException(failure + "only keys are read from a store");
        }
        OpenSsl.clearErrors();
        long bio = file == null ? memory(failure) : open(failure);
        try {
            return reader.read(bio);
        } finally {
            FREE_BIO.call(bio, 0, 0, 0, 0, 0);
        }
    }

    private long open(String failure) throws SslException {
        try (Arena arena = Arena.ofConfined()) {
            long path = CStrings.string(arena, file.toString()).address();
            long bio = FILE_BIO.call(path, arena.allocateFrom("r").address(), 0, 0, 0, 0);
            SslContext.check(bio != 0, failure.isEmpty() ? "BIO_new_file(\"" + file + "\") failed" : failure + "BIO_new_file() failed");
            return bio;
        }
    }

    private long memory(String failure) throws SslException {
        long bio = NEW_BIO.call(MEMORY_BIO.call(0, 0, 0, 0, 0, 0), 0, 0, 0, 0, 0);
        SslContext.check(bio != 0, failure + "BIO_new() failed");
        try (Arena arena = Arena.ofConfined()) {
            long text = arena.allocateFrom(pem, StandardCharsets.ISO_8859_1).address();
            BIO_WRITE.callInt(bio, text, pem.length());
            return bio;
        }
    }
}
