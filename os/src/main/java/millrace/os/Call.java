package millrace.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/**
 * A function of the C library that takes up to six integers or pointers, and answers an integer.
 *
 * <p>All functions are called with one shape, six 64-bit words in and one out. Both calling conventions that we run on
 * (System V x86-64, AAPCS64) pass such arguments in one register each and let the callee ignore what it does not read,
 * so a function of two {@code int}s is called correctly. So are variadic ones ({@code fcntl}, {@code open}, {@code
 * syscall}): AAPCS64 passes their integers like named ones, and x86-64 wants in {@code al} the number of vector
 * registers used, which none of these functions looks at.
 *
 * <p>The gain is start-up time. The first call of every further shape costs the linker 7 to 10 ms; so does, in small,
 * every handle bound to an address (0.3 ms), which is why the address is an argument of each call. A field of a record
 * in a static final is a constant to the compiler: nothing of this is left in compiled code. The downcall itself is a
 * method that the launcher keeps from being inlined, as {@link HeapCall#call}: only so does it never make an object.
 *
 * <p>A result of −1 becomes −errno. Errno is captured by the linker into a word of the calling thread, because the JVM
 * may call the C library itself between two bytecodes.
 */
@SuppressWarnings("restricted")
record Call(MemorySegment function) {

    /** Bytes of {@link #scratch}. */
    static final int SCRATCH = 512;

    private static final int ERRNO_BYTES = 16;

    /** Native memory of each thread: the word where the linker stores errno, then the scratch memory. */
    private static final ThreadLocal<ThreadMemory> MEMORY = ThreadLocal.withInitial(ThreadMemory::new);

    private static final Linker LINKER = Linker.nativeLinker();
    private static final SymbolLookup LIBRARY = LINKER.defaultLookup();

    /** A function that may wait. */
    private static final MethodHandle WORDS = LINKER.downcallHandle(
            FunctionDescriptor.of(
                    JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
            Linker.Option.captureCallState("errno"));

    private static final class ThreadMemory {
        final MemorySegment errno;
        final MemorySegment scratch;

        ThreadMemory() {
            MemorySegment all = Arena.ofAuto().allocate(ERRNO_BYTES + SCRATCH, ERRNO_BYTES);
            errno = all.asSlice(0, Linker.Option.captureStateLayout().byteSize());
            scratch = all.asSlice(ERRNO_BYTES);
        }
    }

    /** Binds a function that may wait, or that is rarely called. */
    static Call of(String function) {
        return new Call(address(function));
    }

    /** As {@link #of(String)}, of another library. */
    static Call of(SymbolLookup library, String function) {
        return new Call(library.find(function)
                .orElseThrow(() -> new UnsupportedOperationException("the library has no function " + function)));
    }

    /** Whether the C library is new enough to have a function. */
    static boolean exists(String function) {
        return LIBRARY.find(function).isPresent();
    }

    /** The address of a function or variable of the C library. */
    static MemorySegment address(String symbol) {
        return LIBRARY.find(symbol)
                .orElseThrow(() -> new UnsupportedOperationException("the C library has no function " + symbol));
    }

    /**
     * Native memory of the calling thread, {@link #SCRATCH} bytes aligned to 16, for the small structures of one call:
     * the next user overwrites it.
     */
    static MemorySegment scratch() {
        return MEMORY.get().scratch;
    }

    /** Where the linker stores errno after a call of this thread. */
    static MemorySegment errno() {
        return MEMORY.get().errno;
    }

    long call(long a, long b, long c, long d, long e, long f) {
        MemorySegment errno = MEMORY.get().errno;
        return check(words(function, errno, a, b, c, d, e, f), errno);
    }

    /** For functions that answer an {@code int}: the upper half of the register is undefined then. */
    int callInt(long a, long b, long c, long d, long e, long f) {
        MemorySegment errno = MEMORY.get().errno;
        return (int) check((int) words(function, errno, a, b, c, d, e, f), errno);
    }

    /** For functions that say nothing by errno: the {@code int} as it is, also −1. */
    int callPlain(long a, long b, long c, long d, long e, long f) {
        return (int) words(function, MEMORY.get().errno, a, b, c, d, e, f);
    }

    private static long words(
            MemorySegment function, MemorySegment errno, long a, long b, long c, long d, long e, long f) {
        try {
            return (long) WORDS.invokeExact(function, errno, a, b, c, d, e, f);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    int callInt(long a, long b, long c, long d) {
        return callInt(a, b, c, d, 0, 0);
    }

    int callInt(long a, long b, long c) {
        return callInt(a, b, c, 0, 0, 0);
    }

    int callInt(long a, long b) {
        return callInt(a, b, 0, 0, 0, 0);
    }

    int callInt(long a) {
        return callInt(a, 0, 0, 0, 0, 0);
    }

    /** For functions that answer 0 or the error number itself: 0 or −errno. */
    int callStatus(long a, long b, long c, long d, long e, long f) {
        return -callInt(a, b, c, d, e, f);
    }

    int callStatus(long a, long b, long c) {
        return callStatus(a, b, c, 0, 0, 0);
    }

    static long check(long result, MemorySegment errno) {
        return result == -1 ? -errno.get(JAVA_INT, 0) : result;
    }

    /** A downcall itself throws nothing; what arrives here is an error of the JVM. */
    static RuntimeException unexpected(Throwable t) {
        if (t instanceof Error error) {
            throw error;
        }
        return t instanceof RuntimeException runtime ? runtime : new IllegalStateException(t);
    }
}
