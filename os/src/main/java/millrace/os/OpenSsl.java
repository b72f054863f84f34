package millrace.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The system's OpenSSL 3, loaded when it is first asked for, or that of the folder which the environment variable {@code
 * MILLRACE_OPENSSL} names. {@link #require} comes before all else of it: the other classes ({@link SslContext}, {@link Ssl})
 * cannot even be loaded without the library. Any thread.
 */
public final class OpenSsl {
    private static final String CRYPTO_FILE = "libcrypto.so.3";
    private static final String SSL_FILE = "libssl.so.3";
    private static final String FOLDER = "MILLRACE_OPENSSL";
    private static final int TEXT = 256;

    /** {@code ERR_TXT_STRING}: an error has a text beside its number. */
    private static final int HAS_TEXT = 2;

    private OpenSsl() {}

    /** Apart, so that asking whether the library is there does not need it. */
    private static final class Library {
        static final SymbolLookup CRYPTO = load(CRYPTO_FILE);
        static final SymbolLookup SSL = load(SSL_FILE);

        @SuppressWarnings("restricted")
        private static SymbolLookup load(String file) {
            String folder = System.getenv(FOLDER);
            try {
                return folder == null ? SymbolLookup.libraryLookup(file, Arena.global())
                        : SymbolLookup.libraryLookup(Path.of(folder, file), Arena.global());
            } catch (IllegalArgumentException notThere) {
                return null; // Whoever wants to use it is told by require.
            }
        }
    }

    private static final class Errors {
        static final Call GET = call("ERR_get_error_all");
        static final Call PEEK = call("ERR_peek_error");
        static final Call TEXT_OF = call("ERR_error_string_n");
        static final Call CLEAR = call("ERR_clear_error");
    }

    /** Whether the system has the library. */
    public static boolean isThere() {
        return Library.CRYPTO != null && Library.SSL != null;
    }

    /** @throws SslException when the system does not have the library */
    public static void require() throws SslException {
        if (!isThere()) {
            String folder = System.getenv(FOLDER);
            throw new SslException("TLS needs OpenSSL 3, and its " + CRYPTO_FILE + " and " + SSL_FILE + (folder == null
                    ? " are not installed: they are in Debian's package libssl3, Ubuntu's libssl3t64, Fedora's openssl-libs, "
                            + "Alpine's libssl3; or set " + FOLDER + " to the folder where they are"
                    : " cannot be loaded from " + folder + ", which " + FOLDER + " names"));
        }
    }

    /** As the library tells it: {@code OpenSSL 3.0.22 25 Aug 2026}. */
    public static String version() {
        return text(call("OpenSSL_version").call(0, 0, 0, 0, 0, 0));
    }

    /** A function of either library. */
    static Call call(String function) {
        return Call.of(Library.SSL.find(function).isPresent() ? Library.SSL : Library.CRYPTO, function);
    }

    /** One that not every version of the library has, or {@code null}. */
    static Call callIfThere(String function) {
        return Library.SSL.find(function).map(Call::new).orElse(null);
    }

    /** Forgets what has failed on this thread. */
    static void clearErrors() {
        Errors.CLEAR.call(0, 0, 0, 0, 0, 0);
    }

    /** The first of the errors on this thread's list, which stays there; 0 if there is none. */
    static int peekError() {
        return (int) Errors.PEEK.call(0, 0, 0, 0, 0, 0);
    }

    /** Takes the errors of this thread off its list: {@code (SSL: error:0A00009C:SSL routines::http request)}. */
    static String takeErrors() {
        StringBuilder all = new StringBuilder("(SSL:");
        MemorySegment scratch = Call.scratch();
        for (long code = next(scratch); code != 0; code = next(scratch)) {
            String more = (scratch.get(JAVA_INT, 8) & HAS_TEXT) == 0 ? "" : text(scratch.get(ADDRESS, 0).address());
            Errors.TEXT_OF.call(code, scratch.address() + 16, TEXT, 0, 0, 0);
            all.append(' ').append(text(scratch.address() + 16));
            if (!more.isEmpty()) {
                all.append(':').append(more);
            }
        }
        return all.append(')').toString();
    }

    /** The text of the error goes to the beginning of the memory, its flags behind that. */
    private static long next(MemorySegment scratch) {
        return Errors.GET.call(0, 0, 0, scratch.address(), scratch.address() + 8, 0);
    }

    /** A string of C's, {@code null} for none. */
    @SuppressWarnings("restricted")
    static String text(long address) {
        return address == 0 ? null
                : MemorySegment.ofAddress(address).reinterpret(Long.MAX_VALUE).getString(0, StandardCharsets.ISO_8859_1);
    }

    /** Characters that no zero ends, {@code null} for none. */
    @SuppressWarnings("restricted")
    static String text(long address, long length) {
        return address == 0 ? null : new String(bytes(address, length), StandardCharsets.ISO_8859_1);
    }

    @SuppressWarnings("restricted")
    static byte[] bytes(long address, long length) {
        return MemorySegment.ofAddress(address).reinterpret(length).toArray(JAVA_BYTE);
    }
}
