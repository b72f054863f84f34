package millrace.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Unmodified Node apps as workers. */
class NodeWorkersTest {

    @Test
    void aHundredNewConnectionsAreSplitEvenlyOverTwoIdleWorkers() throws Exception {
        int port = Node.freePort();
        try (RunningApp app = new RunningApp(Node.app("hello.js", "" + port).withInstances(2))) {
            app.await(2, "listening");
            Map<String, Integer> answers = new TreeMap<>();
            for (int i = 0; i < 100; i++) {
                answers.merge(Client.get(port).split(" ")[1], 1, Integer::sum);
            }
            assertEquals(Map.of("1", 50, "2", 50), answers);
            for (RunningApp.Event message : app.all("message")) {
                assertTrue(message.text().contains("\"isWorker\":true"), message.text());
            }
        }
    }
}
