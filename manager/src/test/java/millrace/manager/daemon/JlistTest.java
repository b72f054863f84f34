package millrace.manager.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What tools read in {@code jlist} has PM2's types. */
class JlistTest {
    @Test
    void aSingleStopExitCodeIsANumber() throws Exception {
        try (RunningDaemon daemon = RunningDaemon.start()) {
            Map<String, Object> one = daemon.app("one", daemon.script("idle.sh", "exec sleep 1000"));
            one.put("stop_exit_codes", List.of(3));
            Map<String, Object> two = daemon.app("two", daemon.home().folder().resolve("idle.sh"));
            two.put("stop_exit_codes", List.of(3, 4));
            daemon.start(one, two);
            List<Map<String, Object>> rows = daemon.rows("jlist", "all");
            assertEquals("3", codes(rows.get(0)));
            assertEquals("[3, 4]", codes(rows.get(1)));
        }
    }

    private static String codes(Map<String, Object> row) {
        return String.valueOf(((Map<?, ?>) row.get("pm2_env")).get("stop_exit_codes"));
    }
}
