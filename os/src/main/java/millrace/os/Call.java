package millrace.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * A function of the C library that takes up to six integers or pointers, and answers an integer.
 *
 * <p>All functions are bound with one shape, six 64-bit words in and one out. Both calling conventions that we run on
 * (System V x86-64, AAPCS64) pass such arguments in one register each and let the callee ignore what it does not read,
 * so a function of two {@code int}s is called correctly. The gain is start-up time: the first call of every further
 * shape costs the linker 7 to 10 ms, a further function of a known shape 0.3 ms.
 *
 * <p>A result of −1 becomes −errno. Errno is captured by the linker into a word of the calling thread, because the JVM
 * may call the C library itself between two bytecodes.
 */
record Call(MethodHandle handle) {

    /** Where the linker stores errno after each call: one word for each thread. */
    private static final ThreadLocal<MemorySegment> ERRNO =
            ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(Linker.Option.captureStateLayout()));

    private static final Linker LINKER = Linker.nativeLinker();
    private static final FunctionDescriptor WORDS = FunctionDescriptor.of(
            JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final FunctionDescriptor BUFFER =
            FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);

    /** Binds a function that may wait, or that is rarely called. */
    static Call of(String function) {
        return new Call(bind(function, WORDS, Linker.Option.captureCallState("errno")));
    }

    /**
     * Binds a function of a descriptor and a buffer that never waits: the buffer may be a Java array, since the garbage
     * collector is held up for as long as the call runs.
     */
    static Call onHeap(String function) {
        return new Call(
                bind(function, BUFFER, Linker.Option.captureCallState("errno"), Linker.Option.critical(true)));
    }

    private static MethodHandle bind(String function, FunctionDescriptor shape, Linker.Option... options) {
        MemorySegment address = LINKER.defaultLookup()
                .find(function)
                .orElseThrow(() -> new UnsupportedOperationException("the C library has no function " + function));
        return LINKER.downcallHandle(address, shape, options);
    }

    long call(long a, long b, long c, long d, long e, long f) {
        MemorySegment errno = ERRNO.get();
        try {
            return check((long) handle.invokeExact(errno, a, b, c, d, e, f), errno);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** Calls a function bound by {@link #onHeap}. */
    long call(int fd, MemorySegment buffer, long c, long d, long e, long f) {
        MemorySegment errno = ERRNO.get();
        try {
            return check((long) handle.invokeExact(errno, fd, buffer, c, d, e, f), errno);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** For functions that answer an {@code int}: the upper half of the register is undefined then. */
    int callInt(long a, long b, long c, long d, long e, long f) {
        MemorySegment errno = ERRNO.get();
        try {
            int result = (int) (long) handle.invokeExact(errno, a, b, c, d, e, f);
            return (int) check(result, errno);
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

    private static long check(long result, MemorySegment errno) {
        return result == -1 ? -errno.get(JAVA_INT, 0) : result;
    }

    /** A downcall itself throws nothing; what arrives here is an error of the JVM. */
    private static RuntimeException unexpected(Throwable t) {
        if (t instanceof Error error) {
            throw error;
        }
        return t instanceof RuntimeException runtime ? runtime : new IllegalStateException(t);
    }
}
