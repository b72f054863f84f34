package millrace.os;

import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;

/**
 * Password hashes of the system: {@code $1$}, {@code $5$}, {@code $6$}, {@code $2y$}, {@code $y$} and the old DES ones.
 * Source: {@code crypt(3)}. Callable from any thread, one at a time; a hash takes milliseconds by design.
 */
@SuppressWarnings("restricted")
public final class Crypt {
    private static final int LONGEST_RESULT = 512;

    /** It is in a library of its own, and that may not be installed. */
    private static final MethodHandle CRYPT = find();

    private Crypt() {}

    private static MethodHandle find() {
        try {
            MemorySegment function = SymbolLookup.libraryLookup("libcrypt.so.1", Arena.global()).find("crypt").orElse(null);
            return function == null ? null
                    : Linker.nativeLinker().downcallHandle(function, FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS));
        } catch (IllegalArgumentException e) {
            return null; // No such library: see isThere.
        }
    }

    /** Whether the system has the function. */
    public static boolean isThere() {
        return CRYPT != null;
    }

    /**
     * The hash of a password.
     *
     * @param setting another hash, whose method and salt are used
     * @return {@code null} when the system cannot make such hashes
     */
    public static synchronized String hash(String password, String setting) {
        if (CRYPT == null) {
            return null;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment key = arena.allocateFrom(password, StandardCharsets.ISO_8859_1);
            MemorySegment salt = arena.allocateFrom(setting, StandardCharsets.ISO_8859_1);
            MemorySegment result = (MemorySegment) CRYPT.invokeExact(key, salt);
            if (result.address() == 0) {
                return null;
            }
            String hash = result.reinterpret(LONGEST_RESULT).getString(0, StandardCharsets.ISO_8859_1);
            return hash.startsWith("*") ? null : hash;
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable t) {
            throw new IllegalStateException("crypt(3) throws nothing", t);
        }
    }
}
