package millrace.manager.daemon;

import java.util.function.Consumer;
import millrace.loop.EventLoop;
import millrace.loop.Watch;
import millrace.os.OsException;
import millrace.os.Signal;
import millrace.os.SignalFd;

/** The daemon's signals as events of its loop; whoever starts the daemon has blocked them for all its threads. */
final class DaemonSignals extends Watch {
    private static final Signal[] TAKEN = {
        Signal.SIGTERM, Signal.SIGINT, Signal.SIGQUIT, Signal.SIGHUP, Signal.SIGUSR2
    };

    private final SignalFd descriptor;
    private final Consumer<Signal> action;

    private DaemonSignals(EventLoop loop, SignalFd descriptor, Consumer<Signal> action) {
        super(loop, descriptor.fd());
        this.descriptor = descriptor;
        this.action = action;
        interest(READ);
    }

    /** @param action runs on the loop */
    static void on(EventLoop loop, Consumer<Signal> action) throws OsException {
        new DaemonSignals(loop, SignalFd.open(TAKEN), action);
    }

    @Override
    protected void ready(int bits) {
        try {
            for (Signal signal = descriptor.read(); signal != null; signal = descriptor.read()) {
                action.accept(signal);
            }
        } catch (OsException e) {
            // The descriptor is ours alone and just said that it is readable: there is no way to go on without it.
            throw new IllegalStateException(e);
        }
    }
}
