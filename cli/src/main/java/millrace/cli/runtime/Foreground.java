package millrace.cli.runtime;

import java.io.IOException;
import java.time.Duration;
import millrace.cluster.AppSpec;
import millrace.cluster.Primary;
import millrace.loop.EventLoop;
import millrace.loop.PollerKind;
import millrace.loop.stall.LoopWatch;
import millrace.os.Signal;

/** Runs an app in the foreground until it ends or a signal ends it. All on the calling thread's loop. */
final class Foreground {
    /** A primary that is held up for less costs no request, and lines about it would stand between the workers'. */
    private static final Duration STALL = Duration.ofSeconds(1);

    private final EventLoop loop;
    private final Announcements announcements;
    private Primary primary;
    private boolean stopping;

    private Foreground(EventLoop loop, Announcements announcements) {
        this.loop = loop;
        this.announcements = announcements;
    }

    /** Returns when no worker is left: the exit code. */
    static int run(AppSpec app, PollerKind poller) throws IOException {
        if (System.getProperty(LoopWatch.THRESHOLD_PROPERTY) == null) {
            LoopWatch.shared().threshold(STALL);
        }
        try (Output output = Output.open();
                EventLoop loop = EventLoop.open("primary", poller)) {
            Foreground foreground = new Foreground(loop, new Announcements(app, output));
            return foreground.runUntilStopped(app, poller);
        }
    }

    private int runUntilStopped(AppSpec app, PollerKind poller) throws IOException {
        try (var _ = StopSignals.on(loop, this::signalled)) {
            announcements.onEnd(loop::stop);
            announcements.onHopeless(this::stop);
            announcements.starting(app, poller);
            primary = Primary.start(loop, app, announcements);
            loop.run();
            return announcements.exitCode();
        }
    }

    /** The first signal asks; every further one is impatient. */
    private void signalled(Signal signal) {
        announcements.signalled(signal, stopping);
        if (stopping) {
            primary.hurry();
            return;
        }
        stop();
    }

    private void stop() {
        stopping = true;
        primary.stop().thenRun(() -> {
            announcements.allStopped();
            loop.stop();
        });
    }
}
