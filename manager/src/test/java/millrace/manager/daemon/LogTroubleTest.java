package millrace.manager.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A log that cannot be written, as whoever follows or looks hears of it. */
final class LogTroubleTest {
    @Test
    void whoeverFollowsTheAppHearsOfItOnceAndTheDescriptionHasItUntilItIsOver() throws Exception {
        try (RunningDaemon daemon = RunningDaemon.start()) {
            Path folder = Files.createDirectory(daemon.home().folder().resolve("taken"));
            Map<String, Object> app = daemon.app("loud", daemon.script("loud.sh", "echo lost; exec sleep 1000"));
            app.put("out_file", folder.toString());
            app.put("error_file", folder.toString());
            try (Follower follower = daemon.follow("loud"); Follower other = daemon.follow("quiet")) {
                daemon.start(app);
                Map<String, Object> warning = follower.awaitProcess("warning");
                assertEquals("loud", warning.get("name"));
                assertTrue(warning.get("detail").toString().contains("logging to " + folder + " has stopped"));
                Object trouble = daemon.rows("describe", "loud").getFirst().get("log_trouble");
                assertTrue(trouble instanceof List<?> all && all.size() == 1
                        && all.getFirst().toString().startsWith(folder + ": "), String.valueOf(trouble));

                Files.delete(folder);
                String over = follower.awaitProcess("warning").get("detail").toString();
                assertTrue(over.contains("logging to " + folder + " goes on"), over);
                assertEquals(List.of(), daemon.rows("describe", "loud").getFirst().get("log_trouble"));

                daemon.start(daemon.app("quiet", daemon.script("quiet.sh", "exec sleep 1000")));
                assertEquals("start", other.await(event -> event.get("what") != null).get("what"));
            }
        }
    }

    @Test
    void eachInstancesOwnCombinedLogIsInItsDescription() throws Exception {
        try (RunningDaemon daemon = RunningDaemon.start()) {
            Map<String, Object> app = daemon.app("two", daemon.script("two.sh", "echo mine; exec sleep 1000"));
            app.put("log_file", daemon.home().folder().resolve("all.log").toString());
            app.put("instances", 2);
            try (Follower follower = daemon.follow("two")) {
                daemon.start(app);
                follower.awaitLine("mine");
                follower.awaitLine("mine");
            }
            daemon.call("reloadLogs", "two"); // has them written
            for (Map<String, Object> row : daemon.rows("describe", "two")) {
                assertEquals("mine\n", Files.readString(Path.of(row.get("log").toString())));
            }
        }
    }
}
