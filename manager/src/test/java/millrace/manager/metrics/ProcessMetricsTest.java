package millrace.manager.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import millrace.manager.watch.LoopThread;
import org.junit.jupiter.api.Test;

class ProcessMetricsTest {
    private final ProcessMetrics metrics = new ProcessMetrics();

    @Test
    void metricsAreKeptByNameAndReplacedOneByOne() {
        assertNull(metrics.received("""
                {"type":"axm:monitor","data":{"Heap Size":{"value":"4","unit":"MiB"},"Users":{"value":1}}}"""));
        assertNull(metrics.received("""
                {"type":"axm:monitor","data":{"Users":{"value":2}}}"""));
        assertEquals(List.of("Heap Size", "Users"), List.copyOf(metrics.monitor().keySet()));
        assertEquals(Map.of("value", 2), metrics.monitor().get("Users"));
    }

    @Test
    void anActionIsOfferedOnceAndOptionsAreMerged() {
        String action = """
                {"type":"axm:action","data":{"action_name":"purge","action_type":"custom","arity":2,"opts":null}}""";
        assertNull(metrics.received(action));
        assertNull(metrics.received(action));
        assertNull(metrics.received("{\"type\":\"axm:option:configuration\",\"data\":{\"module_version\":\"1\"}}"));
        assertEquals(1, metrics.actions().size());
        assertTrue(metrics.hasAction("purge"));
        assertEquals("1", metrics.options().get("module_version"));
        metrics.clear();
        assertFalse(metrics.hasAction("purge"));
    }

    @Test
    void whatIsForOthersIsPassedOnInTheirForm() {
        BusEvent event = metrics.received("{\"type\":\"human:event\",\"data\":{\"name\":\"paid\"}}");
        assertEquals(new BusEvent("human:event", Map.of("name", "paid"), false), event);
        Map<String, Object> process = Map.of("pm_id", 3, "name", "shop", "namespace", "default");
        assertEquals(Map.of("at", 5L, "data", Map.of("name", "paid"), "process", process),
                event.fields(5, 3, "shop", "default"));
        assertEquals("process:exception",
                metrics.received("{\"type\":\"process:exception\",\"data\":{\"message\":\"x\"}}").type());
    }

    @Test
    void aMessageWithoutTypeOrDataIsAMessage() {
        for (String json : List.of("\"ready\"", "[1]", "null", "7", "{\"type\":\"x\"}", "{\"type\":\"x\",\"data\":0}",
                "{\"type\":\"\",\"data\":1}", "{\"data\":{\"a\":1}}")) {
            BusEvent event = metrics.received(json);
            assertEquals(BusEvent.MESSAGE, event.type(), json);
            assertTrue(event.raw(), json);
        }
        assertTrue(metrics.received("\"ready\"").fields(1, 0, "a", "b").containsKey("raw"));
        BusEvent own = metrics.received("{\"type\":\"process:msg\",\"data\":{\"hello\":1}}");
        assertEquals(new BusEvent(BusEvent.MESSAGE, Map.of("hello", 1), false), own);
    }

    @Test
    void theVersionOfNodeIsNoted() {
        assertNull(metrics.received("{\"node_version\":\"20.20.2\"}"));
        assertEquals("20.20.2", metrics.nodeVersion());
    }

    @Test
    void aProcessThatNeverStopsInventingMetricsCannotFillTheDaemon() {
        for (int i = 0; i < 10_000; i++) {
            metrics.received("{\"type\":\"axm:monitor\",\"data\":{\"m" + i + "\":{\"value\":1}}}");
            metrics.received("{\"type\":\"axm:action\",\"data\":{\"action_name\":\"a" + i + "\"}}");
        }
        assertEquals(ProcessMetrics.MOST, metrics.monitor().size());
        assertEquals(ProcessMetrics.MOST, metrics.actions().size());
    }

    @Test
    void anActionIsCalledAsPm2Does() {
        assertEquals("\"purge\"", ActionCalls.message(3, "purge", null));
        assertEquals("{\"msg\":\"purge\",\"opts\":\"all\",\"id\":3}", ActionCalls.message(3, "purge", "all"));
    }

    @Test
    void answersGoToTheCallThatHasWaitedLongest() throws Exception {
        try (LoopThread loop = new LoopThread()) {
            CompletionStage<Object> first = loop.on(() -> metrics.calls().await(loop.loop(), "purge", 60_000));
            CompletionStage<Object> second = loop.on(() -> metrics.calls().await(loop.loop(), "purge", 60_000));
            BusEvent reply = loop.on(() -> metrics.received(
                    "{\"type\":\"axm:reply\",\"data\":{\"at\":1,\"action_name\":\"purge\",\"return\":{\"n\":1}}}"));
            assertEquals("axm:reply", reply.type());
            assertEquals(Map.of("n", 1), LoopThread.get(first));
            loop.on(() -> {
                metrics.clear();
                return null;
            });
            Throwable lost = assertThrows(ExecutionException.class, () -> LoopThread.get(second)).getCause();
            assertEquals("its process has ended", assertThrows(IOException.class, () -> {
                throw lost;
            }).getMessage());
        }
    }

    @Test
    void anActionThatDoesNotAnswerIsNotWaitedForLongerThanSaid() throws Exception {
        try (LoopThread loop = new LoopThread()) {
            CompletionStage<Object> call = loop.on(() -> metrics.calls().await(loop.loop(), "purge", 10));
            String message = assertThrows(ExecutionException.class, () -> LoopThread.get(call)).getMessage();
            assertTrue(message.contains("action purge has not answered within 10 ms"), message);
        }
    }
}
