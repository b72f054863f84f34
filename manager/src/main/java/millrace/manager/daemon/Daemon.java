package millrace.manager.daemon;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import millrace.loop.EventLoop;
import millrace.loop.Listener;
import millrace.loop.PollerKind;
import millrace.loop.stall.LoopWatch;
import millrace.manager.Home;
import millrace.manager.HomeFolder;
import millrace.manager.app.Apps;
import millrace.os.Descriptor;
import millrace.os.Signal;

/**
 * The daemon's process: one loop, which keeps the apps of one user running. {@code DaemonLaunch} starts it, or a service
 * manager does.
 *
 * <pre>
 *   home prepared ─▶ lock taken ─▶ door open ─▶ "ready" ─▶ loop ─▶ kill or signal ─▶ door shut ─▶ apps stopped ─▶ end
 * </pre>
 */
public final class Daemon {
    /** Apps do not notice a daemon that is held up for less. */
    private static final Duration STALL = Duration.ofSeconds(1);

    private final Home home;
    private final EventLoop loop;
    private final Subscriptions subscriptions = new Subscriptions();
    private final Apps apps;
    private Listener door;

    private Daemon(Home home, EventLoop loop) {
        this.home = home;
        this.loop = loop;
        this.apps = new Apps(loop, home, subscriptions);
        subscriptions.of(apps);
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
            Files.deleteIfExists(home.socket());
            lock.release();
        } catch (IOException e) {
            tell(waiting, e.getMessage());
            DaemonLog.say(e.getMessage());
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
        door = Door.open(loop, home, new Verbs(apps, home, subscriptions, this::kill));
        DaemonSignals.on(loop, this::signalled);
        tell(waiting, "ready");
        loop.run();
    }

    private void kill(Request request, Reply reply) {
        end().thenRun(() -> {
            reply.ok(null);
            loop.immediate(loop::stop);
        });
    }

    private void signalled(Signal signal) {
        DaemonLog.say(signal + ": stopping all apps");
        end().thenRun(loop::stop);
    }

    /** Nobody gets in any more, and all apps stop. */
    private CompletionStage<Void> end() {
        door.close();
        return apps.stopAll();
    }
}
