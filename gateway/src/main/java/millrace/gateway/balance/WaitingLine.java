package millrace.gateway.balance;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Requests for which no peer could be taken ({@code queue} of an upstream), first come, first served. Whoever gives a
 * peer back chooses for the one in front, so that no newcomer gets in between. Any thread.
 */
final class WaitingLine {
    private final Group group;
    private final Deque<Waiter> waiters = new ArrayDeque<>();
    private volatile int size;

    WaitingLine(Group group) {
        this.group = group;
    }

    int size() {
        return size;
    }

    /** @param most how many may wait */
    boolean join(Waiter waiter, int most) {
        group.lock.lock();
        try {
            if (size >= most) {
                return false;
            }
            waiters.add(waiter);
            size = waiters.size();
            return true;
        } finally {
            group.lock.unlock();
        }
    }

    /** Whether it was still waiting; if not, {@link Waiter#found} is called or was. */
    boolean leave(Waiter waiter) {
        group.lock.lock();
        try {
            boolean was = waiters.remove(waiter);
            size = waiters.size();
            return was;
        } finally {
            group.lock.unlock();
        }
    }

    /** Serves as many as can be: after a peer was given back, has become healthy, or its time-out is over. */
    void serve() {
        while (size > 0) {
            Waiter waiter;
            Peer peer;
            group.lock.lock();
            try {
                waiter = waiters.peek();
                peer = waiter == null ? null : waiter.selection().chooseAnew();
                if (peer == null) {
                    return;
                }
                waiters.remove();
                size = waiters.size();
            } finally {
                group.lock.unlock();
            }
            waiter.found(peer);
        }
    }
}
