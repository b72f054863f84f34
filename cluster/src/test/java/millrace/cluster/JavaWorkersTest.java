package millrace.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Java apps that listen as always get their connections from the primary when they run as workers. */
class JavaWorkersTest {

    @Test
    void connectionsAreSplitEvenlyAndLeavingEndsTheProcessInOrder() throws IOException {
        int port = Node.freePort();
        try (RunningApp app = new RunningApp(Java.app(HelloApp.class, "127.0.0.1:" + port).withInstances(2))) {
            app.await(2, "listening");
            Map<String, Integer> answers = new TreeMap<>();
            for (int i = 0; i < 40; i++) {
                answers.merge(Client.get(port).split(" ")[1], 1, Integer::sum);
            }
            assertEquals(Map.of("1", 20, "2", 20), answers);
            RunningApp.get(app.on(app.primary()::stop));
            for (RunningApp.Event exit : app.await(2, "exited")) {
                assertEquals("exit code 0", exit.text());
            }
        }
    }
}
