package millrace.cli.runtime;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import millrace.loop.EventLoop;
import millrace.loop.Watch;
import millrace.os.OsException;
import millrace.os.Signal;
import millrace.os.SignalFd;
import millrace.os.Signals;

/**
 * Signals as events of a loop: those that stop, those that are passed on, and SIGCHLD. They come through a descriptor when the launcher has blocked
 * them for all threads; otherwise the JVM takes them, all as one, and a shutdown hook passes them on.
 */
final class RuntimeSignals extends Watch {
    private static final Signal[] TAKEN = {
        Signal.SIGTERM, Signal.SIGINT, Signal.SIGQUIT, Signal.SIGHUP, Signal.SIGUSR1, Signal.SIGUSR2, Signal.SIGCHLD
    };

    private final SignalFd descriptor;
    private final Consumer<Signal> action;
    private final Runnable childEnded;

    private RuntimeSignals(EventLoop loop, SignalFd descriptor, Consumer<Signal> action, Runnable childEnded) {
        super(loop, descriptor.fd());
        this.descriptor = descriptor;
        this.action = action;
        this.childEnded = childEnded;
        interest(READ);
    }

    /**
     * @param action runs on the loop
     * @param childEnded runs on the loop at SIGCHLD
     * @return to be closed when the loop has ended
     */
    static Registration on(EventLoop loop, Consumer<Signal> action, Runnable childEnded) throws OsException {
        if (Signals.blocked().contains(Signal.SIGTERM)) {
            new RuntimeSignals(loop, SignalFd.open(TAKEN), action, childEnded);
            return () -> {};
        }
        return onShutdown(loop, action);
    }

    /** The JVM ends when its hooks have ended, so this one waits for the loop to end. */
    private static Registration onShutdown(EventLoop loop, Consumer<Signal> action) {
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                if (ended.getCount() > 0) {
                    loop.execute(() -> action.accept(Signal.SIGTERM));
                    ended.await();
                }
            } catch (RejectedExecutionException | InterruptedException e) {
                // The loop has just ended by itself: there is nothing left to stop.
                Thread.currentThread().interrupt();
            }
        }));
        return ended::countDown;
    }

    /** Signals are taken until it is closed. */
    interface Registration extends AutoCloseable {
        @Override
        void close();
    }

    @Override
    protected void ready(int bits) {
        try {
            for (Signal signal = descriptor.read(); signal != null; signal = descriptor.read()) {
                if (signal == Signal.SIGCHLD) {
                    childEnded.run();
                } else {
                    action.accept(signal);
                }
            }
        } catch (OsException e) {
            // The descriptor is ours alone and just said that it is readable: there is no way to go on without it.
            throw new IllegalStateException(e);
        }
    }
}
