package millrace.loop;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Queue;
import java.util.function.Consumer;
import millrace.loop.stall.Pulse;

/** Runs callbacks, and tells of what they throw, so that a loop survives each of them. */
final class Guard {
    private final EventLoop loop;
    private final Pulse pulse;
    private Consumer<Throwable> uncaught = this::log;
    private Logger log;

    Guard(EventLoop loop, Pulse pulse) {
        this.loop = loop;
        this.pulse = pulse;
    }

    void run(Runnable task) {
        pulse.calls(task);
        try {
            task.run();
        } catch (Throwable t) {
            report(t);
        }
    }

    /** Runs what is in a queue, until it is empty or the budget is spent. */
    void drain(Queue<Runnable> queue, int budget) {
        for (int i = 0; i < budget; i++) {
            Runnable task = queue.poll();
            if (task == null) {
                return;
            }
            run(task);
        }
    }

    void report(Throwable t) {
        try {
            uncaught.accept(t);
        } catch (Throwable broken) {
            log(broken);
            log(t);
        }
    }

    void onUncaught(Consumer<Throwable> handler) {
        uncaught = handler;
    }

    private void log(Throwable t) {
        log().log(Level.ERROR, "uncaught on event loop " + loop, t);
    }

    /** Loaded when something is first logged: a quiet program starts faster. */
    Logger log() {
        if (log == null) {
            log = System.getLogger("millrace.loop");
        }
        return log;
    }
}
