package millrace.manager.daemon;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import millrace.loop.EventLoop;
import millrace.loop.Listener;
import millrace.loop.PollerKind;
import millrace.loop.stall.LoopWatch;
import millrace.manager.Home;
import millrace.manager.HomeFolder;
import millrace.manager.app.Apps;
import millrace.manager.survive.Recovery;
import millrace.manager.survive.RunningList;
import millrace.manager.survive.SavedList;
import millrace.manager.survive.Snapshot;
import millrace.os.Descriptor;
import millrace.os.Signal;

/**
 * The daemon's process: one loop, which keeps the apps of one user running. {@code DaemonLaunch} starts it, or a service
 * manager does.
 *
 * <pre>
 *   home prepared ─▶ lock taken ─▶ apps adopted ─▶ door open ─▶ "ready" ─▶ loop ─▶ kill or signal ─▶ door shut ─▶ apps stopped ─▶ end
 * </pre>
 */
public final class Daemon {
    /** Apps do not notice a daemon that is held up for less. */
    private static final Duration STALL = Duration.ofSeconds(10);

    /** Clients may look at the list before what was left is back, if that takes longer. */
    private static final long PATIENCE_SECONDS = 5;

    /** How long a daemon that ends waits for the disk to take what apps wrote last. */
    private static final long LAST_LINES_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Home home;
    private final EventLoop loop;
    private final Subscriptions subscriptions = new Subscriptions();
    private final Apps apps;
    private final RunningList running;
    private Listener door;
    private CompletionStage<Void> recovery = CompletableFuture.completedStage(null);
    private boolean ending;
    private IOException problem;

    private Daemon(Home home, EventLoop loop) {
        this.home = home;
        this.loop = loop;
        this.apps = new Apps(loop, home, subscriptions);
        subscriptions.of(apps);
        this.running = new RunningList(loop, home, new Snapshot(apps)::take, DaemonLog::say);
    }

    /** @param args the descriptor that gets {@code ready} or a sentence, if anybody waits for that */
    public static void main(String[] args) {
        int waiting = args.length > 0 ? Integer.parseInt(args[0]) : -1;
        Home home = Home.ofEnvironment();
        try {
            HomeFolder.prepare(home);
            HomeLock lock = HomeLock.take(home);
            if (lock == null) {
                tell(waiting, "ready");
                DaemonLog.say("another daemon runs in " + home.folder());
                return;
            }
            LoopWatch.shared().threshold(STALL);
            try (EventLoop loop = EventLoop.open("daemon", PollerKind.EPOLL)) {
                new Daemon(home, loop).run(waiting);
            }
            lock.release();
        } catch (IOException e) {
            String sentence = "the daemon cannot run in " + home.folder() + ": " + e.getMessage();
            tell(waiting, sentence);
            DaemonLog.say(sentence);
            System.exit(1);
        }
    }

    private static void tell(int waiting, String word) {
        if (waiting >= 0) {
            byte[] line = (word + "\n").getBytes(StandardCharsets.UTF_8);
            Descriptor.write(waiting, MemorySegment.ofArray(line), line.length);
            Descriptor.close(waiting);
        }
    }

    private void run(int waiting) throws IOException {
        DaemonSignals.on(loop, this::signalled);
        loop.schedule(() -> open(waiting), PATIENCE_SECONDS, TimeUnit.SECONDS);
        recovery = recovered();
        recovery.thenRun(() -> {
            // Not before: what the daemon before this one has noted is all that is known of what is not back yet.
            apps.onChange(running::changed);
            running.changed();
            open(waiting);
        });
        loop.run();
        if (problem != null) {
            throw problem;
        }
    }

    /** What a daemon that was killed has left, so that the first client sees the whole list. */
    private CompletionStage<Void> recovered() {
        try {
            SavedList left = RunningList.left(home);
            if (left != null) {
                return new Recovery(apps, home, DaemonLog::say).bringBack(left);
            }
        } catch (IOException e) {
            DaemonLog.say(e.getMessage());
        }
        return CompletableFuture.completedStage(null);
    }

    private void open(int waiting) {
        if (door != null || ending) {
            return;
        }
        try {
            door = Door.open(loop, home, new Verbs(apps, home, subscriptions, this::kill, this::leave));
            tell(waiting, "ready");
        } catch (IOException e) {
            problem = e;
            loop.stop();
        }
    }

    private void kill(Request request, Reply reply) {
        Steps.end(end().whenComplete((ended, problem) -> loop.immediate(loop::stop)), reply, () -> null);
    }

    /** For a daemon of another version: what can go on without one does, and is adopted by the next. */
    private void leave(Request request, Reply reply) {
        // The note late, as things are then; a daemon that cannot write it stays, and can be reached.
        CompletionStage<Void> left = recovery
                .thenCompose(back -> apps.logFiles().drain(LAST_LINES_NANOS))
                .thenCompose(drained -> running.leave())
                .thenCompose(noted -> {
                    close();
                    apps.end();
                    return apps.logFiles().drain(LAST_LINES_NANOS);
                })
                .thenRun(() -> loop.immediate(loop::stop));
        Steps.end(left, reply, () -> null);
    }

    private void signalled(Signal signal) {
        if (signal == Signal.SIGHUP || signal == Signal.SIGUSR2) {
            // As a program that rotates logs by itself asks for it.
            apps.apps().forEach(app -> app.log().reopen());
            return;
        }
        DaemonLog.say(signal + ": stopping all apps");
        end().whenComplete((ended, problem) -> loop.stop());
    }

    /** Nobody gets in any more, and all apps stop. */
    private CompletionStage<Void> end() {
        close();
        return recovery
                .thenCompose(back -> apps.stopAll())
                .thenCompose(stopped -> apps.logFiles().drain(LAST_LINES_NANOS))
                .thenCompose(drained -> running.close());
    }

    private void close() {
        ending = true;
        if (door != null) {
            door.close();
            try {
                Files.deleteIfExists(home.socket());
            } catch (IOException e) {
                // The next daemon replaces it.
                DaemonLog.say("cannot remove " + home.socket() + ": " + e.getMessage());
            }
        }
    }
}
