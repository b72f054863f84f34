package millrace.gateway.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import millrace.loop.EventLoop;

/**
 * Waits until all loops have dealt with what had happened before: who comes after a client that has left shall not be
 * refused because another loop, which had that client, has not heard of it yet. However many wait, each loop is asked once
 * at a time. For the loop's own thread.
 */
final class Settling {
    private final EventLoop own;
    private final List<EventLoop> others;
    private List<Runnable> waiting = new ArrayList<>();
    private List<Runnable> asked = new ArrayList<>();
    private int missing;

    Settling(EventLoop own, List<EventLoop> others) {
        this.own = own;
        this.others = others;
    }

    void await(Runnable told) {
        waiting.add(told);
        if (missing == 0) {
            ask();
        }
    }

    private void ask() {
        List<Runnable> empty = asked;
        asked = waiting;
        waiting = empty;
        missing = others.size();
        for (EventLoop other : others) {
            try {
                // Behind its next poll, and behind the end of that turn, when who was closed is told.
                other.execute(() -> other.immediate(() -> other.execute(this::answered)));
            } catch (RejectedExecutionException e) {
                System.getLogger("millrace.gateway").log(System.Logger.Level.DEBUG, "a loop has ended, with all it had", e);
                missing--;
            }
        }
        if (missing == 0) {
            own.execute(this::tell);
        }
    }

    private void answered() {
        own.execute(() -> {
            if (--missing == 0) {
                tell();
            }
        });
    }

    private void tell() {
        List<Runnable> told = asked;
        asked = new ArrayList<>();
        told.forEach(Runnable::run);
        if (missing == 0 && !waiting.isEmpty()) {
            ask();
        }
    }
}
