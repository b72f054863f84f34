package millrace.manager.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import millrace.os.Proc;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many apps, and many restarts. */
final class ManyTest {
    /** How many restarts the soak makes; 10,000 and more by hand. */
    private static final int RESTARTS = Integer.getInteger("millrace.soak.restarts", 200);

    /** So many more of its pools' threads may be there when the machine is slow; they end when they have been idle. */
    private static final int MOST_MORE_THREADS = 40;

    private RunningDaemon daemon;
    private Path sleeper;

    @BeforeEach
    void start() throws IOException {
        daemon = RunningDaemon.start();
        sleeper = daemon.script("sleeper.sh", "exec sleep 1000");
    }

    @AfterEach
    void stop() throws IOException {
        daemon.close();
    }

    @Test
    void twoHundredAppsAtOnce() throws IOException {
        List<Map<String, Object>> apps = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            apps.add(daemon.app("app" + i, sleeper));
        }
        daemon.call("start", Map.of("apps", apps));
        assertEquals(200, daemon.list().size());
        assertTrue(daemon.list().stream().allMatch(row -> "online".equals(row.get("status"))));
        assertEquals(200, daemon.rows("jlist").size());
        daemon.call("stop", "all");
        assertTrue(daemon.list().stream().allMatch(row -> "stopped".equals(row.get("status"))));
        daemon.call("delete", "all");
        assertEquals(List.of(), daemon.list());
    }

    @Test
    void restartsLeaveNothingBehind() throws IOException {
        Map<String, Object> app = daemon.app("a", sleeper);
        app.put("instances", 4);
        daemon.start(app);
        int pid = RunningDaemon.pid(daemon.client());
        daemon.call("restart", "all");
        int descriptors = Proc.descriptors(pid);
        int threads = Proc.of(pid).threads();
        for (int restarts = 4; restarts < RESTARTS; restarts += 4) {
            daemon.call("restart", Map.of("targets", List.of("all"), "parallel", 4));
        }
        // A file that is just being looked at or written comes on top; what leaks stays.
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (Proc.descriptors(pid) > descriptors && System.nanoTime() < end) {
            daemon.client().call("ping", Map.of());
        }
        int left = Proc.descriptors(pid);
        assertTrue(left <= descriptors, () -> "descriptors: " + left + " after " + descriptors);
        int running = Proc.of(pid).threads();
        assertTrue(running <= threads + MOST_MORE_THREADS, () -> "threads: " + running + " after " + threads);
        assertEquals(4, daemon.list().size());
        if (RESTARTS >= 10_000) {
            long megabytes = Proc.of(pid).rssBytes() >> 20;
            assertTrue(megabytes < 120, megabytes + " MB");
        }
    }
}
