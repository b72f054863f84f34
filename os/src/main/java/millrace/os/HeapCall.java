package millrace.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * A system call of a descriptor and a buffer that never waits. The buffer may be a Java array, since the garbage
 * collector is held up for as long as the call runs.
 *
 * <p>Made through {@code syscall(2)} and not through the C library's function of that name: those are cancellation
 * points, and in a process of several threads each call pays for that, 2 % of what a small request costs.
 *
 * @param number of the system call, which differs between architectures
 */
@SuppressWarnings("restricted")
record HeapCall(long number) {
    static final HeapCall READ = new HeapCall(Abi.HERE.readNumber);
    static final HeapCall WRITE = new HeapCall(Abi.HERE.writeNumber);
    static final HeapCall SENDTO = new HeapCall(Abi.HERE.sendtoNumber);
    static final HeapCall RECVFROM = new HeapCall(Abi.HERE.recvfromNumber);

    private static final MethodHandle SYSCALL = Linker.nativeLinker()
            .downcallHandle(
                    Call.address("syscall"),
                    FunctionDescriptor.of(
                            JAVA_LONG, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
                    Linker.Option.captureCallState("errno"),
                    Linker.Option.critical(true));

    /** The result or −errno. */
    long call(int fd, MemorySegment buffer, long length, long flags, long address, long addressLength) {
        MemorySegment errno = Call.errno();
        try {
            long result = (long)
                    SYSCALL.invokeExact(errno, number, fd, buffer, length, flags, address, addressLength);
            return Call.check(result, errno);
        } catch (Throwable t) {
            throw Call.unexpected(t);
        }
    }
}
