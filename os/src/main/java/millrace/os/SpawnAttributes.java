package millrace.os;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * {@code posix_spawnattr_t}: an empty signal mask unless asked otherwise, and default actions, since the JVM's own would
 * be inherited and a worker that blocks SIGTERM cannot be stopped. Source: {@code posix_spawnattr_init(3)}.
 */
final class SpawnAttributes implements AutoCloseable {
    /** {@code sizeof(posix_spawnattr_t)}, in glibc and musl. */
    static final int SIZE = 336;

    static final int SETPGROUP = 0x02;
    static final int SETSIGDEF = 0x04;
    static final int SETSIGMASK = 0x08;
    static final int SETSID = 0x80;

    /** With the two that belong to the C library: glibc leaves those ignored in the program if they are not named. */
    private static final long ALL_SIGNALS = -1;

    private static final Call INIT = Call.of("posix_spawnattr_init");
    private static final Call DESTROY = Call.of("posix_spawnattr_destroy");
    private static final Call SETFLAGS = Call.of("posix_spawnattr_setflags");
    private static final Call SETSIGMASK_CALL = Call.of("posix_spawnattr_setsigmask");
    private static final Call SETSIGDEFAULT = Call.of("posix_spawnattr_setsigdefault");

    private final MemorySegment attributes;

    /**
     * @param group {@link #SETPGROUP}, {@link #SETSID} or 0
     * @param blocked the bits of the signals that the program begins with blocked
     */
    SpawnAttributes(Arena arena, int group, long blocked) throws OsException {
        attributes = arena.allocate(SIZE, 16);
        check(INIT.callStatus(address(), 0, 0));
        check(SETFLAGS.callStatus(address(), group | SETSIGDEF | SETSIGMASK, 0));
        check(SETSIGMASK_CALL.callStatus(address(), Signals.set(blocked).address(), 0));
        check(SETSIGDEFAULT.callStatus(address(), Signals.set(ALL_SIGNALS).address(), 0));
    }

    long address() {
        return attributes.address();
    }

    private static void check(int result) throws OsException {
        OsException.check(result, "prepare the start of a process");
    }

    @Override
    public void close() {
        DESTROY.callStatus(address(), 0, 0);
    }
}
