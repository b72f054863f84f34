package millrace.loop;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import millrace.loop.stall.Pulse;
import millrace.os.OsException;

/** The descriptors of a loop: who watches which, who is to be called, who is about to be closed. */
final class Watches {
    private final Poller poller;
    private final Outbox outbox;
    private final Guard guard;
    private final Pulse pulse;
    private final PipePool pipes = new PipePool();
    private final ArrayDeque<Watch> closing = new ArrayDeque<>();
    private final Set<SocketListener> withoutDescriptors = new LinkedHashSet<>();

    /** By descriptor. */
    private Watch[] watches = new Watch[64];

    /** Those that are to be called again without the poller: a chain through {@link Watch#nextWaiting}. */
    private Watch firstWaiting;

    private Watch lastWaiting;

    Watches(Poller poller, Outbox outbox, Guard guard, Pulse pulse) {
        this.poller = poller;
        this.outbox = outbox;
        this.guard = guard;
        this.pulse = pulse;
    }

    Poller poller() {
        return poller;
    }

    PipePool pipes() {
        return pipes;
    }

    void attach(Watch watch) {
        int fd = watch.fd();
        if (fd >= watches.length) {
            watches = Arrays.copyOf(watches, Math.max(fd + 1, watches.length * 2));
        }
        watches[fd] = watch;
    }

    /** Ends a watch now; its descriptor is closed, and can be given out anew, only when the turn ends. */
    void detach(Watch watch, boolean added) {
        int fd = watch.fd();
        if (fd < watches.length && watches[fd] == watch) {
            watches[fd] = null;
        }
        closing.add(watch);
        if (added) {
            try {
                poller.remove(fd, watch.isAlone());
            } catch (OsException e) {
                guard.report(e);
            }
        }
    }

    void callAgain(Watch watch) {
        if (watch.waiting) {
            return;
        }
        watch.waiting = true;
        if (lastWaiting == null) {
            firstWaiting = watch;
        } else {
            lastWaiting.nextWaiting = watch;
        }
        lastWaiting = watch;
    }

    /** Whether there is something to do without the poller. */
    boolean haveWork() {
        return firstWaiting != null || !closing.isEmpty();
    }

    int await(int timeoutMillis) throws OsException {
        return poller.await(timeoutMillis);
    }

    /** Calls those that the poller has named, then those that waited to be called again before this phase began. */
    void dispatch(int ready) {
        Watch again = firstWaiting;
        Watch last = lastWaiting;
        firstWaiting = null;
        lastWaiting = null;
        for (int i = 0; i < ready; i++) {
            int fd = poller.descriptor(i);
            Watch watch = fd < watches.length ? watches[fd] : null;
            if (watch != null) {
                dispatch(watch, poller.ready(i));
            }
        }
        while (again != null) {
            Watch next = again == last ? null : again.nextWaiting;
            again.nextWaiting = null;
            again.waiting = false;
            dispatch(again, 0);
            again = next;
        }
    }

    private void dispatch(Watch watch, int bits) {
        pulse.calls(watch);
        try {
            watch.dispatch(bits);
        } catch (Throwable t) {
            guard.report(t);
            watch.failed(t);
        }
        outbox.callbackReturned();
    }

    /** Calls {@link SocketListener#acceptAgain} once descriptors of this loop have been closed. */
    void waitForDescriptors(SocketListener listener) {
        withoutDescriptors.add(listener);
    }

    void closeDescriptors() {
        if (closing.isEmpty()) {
            return;
        }
        for (Watch watch = closing.poll(); watch != null; watch = closing.poll()) {
            pulse.calls(watch);
            try {
                watch.closeDescriptor();
            } catch (Throwable t) {
                guard.report(t);
            }
        }
        if (!withoutDescriptors.isEmpty()) {
            List<SocketListener> waiting = List.copyOf(withoutDescriptors);
            withoutDescriptors.clear();
            waiting.forEach(SocketListener::acceptAgain);
        }
    }

    /** Ends every watch. */
    void closeAll() {
        for (Watch watch : watches) {
            if (watch != null) {
                watch.close();
            }
        }
        closeDescriptors();
    }

    void close() {
        pipes.close();
        poller.close();
    }
}
