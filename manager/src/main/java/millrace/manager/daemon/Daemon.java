package millrace.manager.daemon;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import millrace.loop.EventLoop;
import millrace.loop.Listener;
import millrace.loop.PollerKind;
import millrace.loop.stall.LoopWatch;
import millrace.manager.Home;
import millrace.manager.HomeFolder;
import millrace.os.Descriptor;

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
    private Listener door;
    private boolean ending;

    private Daemon(Home home, EventLoop loop) {
        this.home = home;
        this.loop = loop;
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
                System.out.println("another daemon runs in " + home.folder());
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
            System.out.println(e.getMessage());
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
        door = Door.open(loop, home, new Verbs(this::end));
        tell(waiting, "ready");
        loop.run();
    }

    /** Nobody gets in any more, all apps stop, and then the process ends. */
    private void end() {
        if (!ending) {
            ending = true;
            door.close();
            loop.immediate(loop::stop);
        }
    }
}
