package millrace.gateway.balance;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Guards the counters of a group for the some hundred nanoseconds that a choice takes. It never parks a thread, since
 * that thread is an event loop; a holder that has lost its core is waited for with {@link Thread#yield}. Uncontended it
 * costs one compare-and-set and one release store. Not reentrant.
 */
final class GroupLock {
    private static final VarHandle HELD;
    private static final int SPINS = 200;

    static {
        try {
            HELD = MethodHandles.lookup().findVarHandle(GroupLock.class, "held", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @SuppressWarnings("unused") // by HELD
    private volatile int held;

    void lock() {
        int spins = 0;
        while (!HELD.compareAndSet(this, 0, 1)) {
            if (++spins < SPINS) {
                Thread.onSpinWait();
            } else {
                spins = 0;
                Thread.yield();
            }
        }
    }

    void unlock() {
        HELD.setRelease(this, 0);
    }
}
