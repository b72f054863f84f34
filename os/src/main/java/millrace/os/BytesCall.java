package millrace.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * A function of an object and some bytes, such as {@code SSL_read}, that never waits and calls nothing back. The bytes
 * may be in a Java array, since the garbage collector is held up for as long as the call runs.
 */
@SuppressWarnings("restricted")
record BytesCall(MemorySegment function) {
    private static final MethodHandle SHAPE = Linker.nativeLinker()
            .downcallHandle(
                    FunctionDescriptor.of(JAVA_INT, JAVA_LONG, ADDRESS, JAVA_INT),
                    Linker.Option.captureCallState("errno"),
                    Linker.Option.critical(true));

    static BytesCall of(Call function) {
        return new BytesCall(function.function());
    }

    /** What the function answers; errno is where {@link Call#errno} says. */
    int call(long object, MemorySegment bytes, int length) {
        try {
            return (int) SHAPE.invokeExact(function, Call.errno(), object, bytes, length);
        } catch (Throwable t) {
            throw Call.unexpected(t);
        }
    }
}
