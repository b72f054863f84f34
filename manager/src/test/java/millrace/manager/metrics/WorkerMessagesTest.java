package millrace.manager.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import millrace.cluster.AppSpec;
import millrace.cluster.Primary;
import millrace.cluster.PrimaryEvents;
import millrace.cluster.Worker;
import millrace.manager.watch.LoopThread;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** With a real Node process, which is told nothing of this project. */
class WorkerMessagesTest {
    private final ProcessMetrics metrics = new ProcessMetrics();
    private final BlockingQueue<BusEvent> events = new LinkedBlockingQueue<>();
    private Primary primary;
    private Worker worker;

    private final PrimaryEvents listener = new PrimaryEvents() {
        @Override
        public void message(Worker from, String json) {
            worker = from;
            BusEvent event = metrics.received(json);
            if (event != null) {
                events.add(event);
            }
        }
    };

    @ParameterizedTest
    @EnumSource(names = {"CLUSTER", "IPC"})
    void metricsActionsAndEventsArrive(AppSpec.Protocol protocol) throws Exception {
        assumeTrue(hasNode(), "SKIPPED: node is not in PATH; install Node 18 or later to run this test");
        Path script = Path.of(WorkerMessagesTest.class.getResource("shop.js").toURI());
        AppSpec spec = AppSpec.of("shop", List.of("node", script.toString())).withProtocol(protocol);
        try (LoopThread loop = new LoopThread()) {
            primary = loop.on(() -> Primary.start(loop.loop(), spec, listener));
            assertEquals(new BusEvent(BusEvent.MESSAGE, Map.of("hello", "world"), false), next());
            assertEquals(new BusEvent(BusEvent.MESSAGE, "plain", true), next());
            assertEquals(new BusEvent("human:event", Map.of("__name", "paid"), false), next());
            assertTrue(loop.on(() -> metrics.hasAction("purge") && metrics.hasAction("greet")));
            assertEquals(4, loop.on(() -> ((Map<?, ?>) metrics.monitor().get("Users")).get("value")));
            assertEquals("shop", loop.on(() -> metrics.options().get("module_name")));

            assertEquals(Map.of("purged", 3), call(loop, "purge", null));
            assertEquals("hello you", call(loop, "greet", Map.of("name", "you")));
            loop.await(() -> primary.stop());
        }
    }

    private Object call(LoopThread loop, String action, Object parameter) throws Exception {
        return loop.await(() -> {
            assertTrue(primary.send(worker, ActionCalls.message(0, action, parameter)));
            return metrics.calls().await(loop.loop(), action, 60_000);
        });
    }

    private BusEvent next() throws InterruptedException {
        return events.poll(60, TimeUnit.SECONDS);
    }

    private static boolean hasNode() {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "node")));
    }
}
