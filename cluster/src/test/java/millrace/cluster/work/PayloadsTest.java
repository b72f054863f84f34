package millrace.cluster.work;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is submitted arrives as it is, there and back, in workers of either language. */
class PayloadsTest {

    private static void everyPayloadComesBack(ProcessOptions options) {
        try (Pools pools = new Pools(options)) {
            List<Object> mixed = new ArrayList<>(List.of(1, 2.5, "ü€🐎\n\"\\", true, Map.of("a", List.of()), Map.of()));
            mixed.add(null);
            for (Object payload : new Object[] {"", "text", 7, -0.5, false, mixed, Map.of("a", mixed)}) {
                assertEquals(payload, Pools.get(pools.pool.submit(payload)));
            }
            assertNull(Pools.get(pools.pool.submit(null)));
            Random random = new Random(5);
            for (int size : new int[] {0, 1, 2, 3, 100, 65_536, 3_000_001}) {
                byte[] bytes = new byte[size];
                random.nextBytes(bytes);
                assertArrayEquals(bytes, assertInstanceOf(byte[].class, Pools.get(pools.pool.submit(bytes))));
            }
            String text = "€".repeat(1_000_000);
            assertEquals(text, Pools.get(pools.pool.submit(text)));
            ProcessFigures figures = pools.figures();
            assertTrue(figures.bytesOut() > 7_000_000 && figures.bytesIn() > 7_000_000, figures.toString());
            assertTrue(figures.serialiseNanos() > 0 && figures.deserialiseNanos() > 0, figures.toString());
            assertEquals(16, figures.completed());
            assertEquals(16, figures.roundTrip().count());
            assertEquals(16, figures.runTime().count());
            assertEquals(16, figures.queueTime().count());
        }
    }

    @Test
    void throughNode() {
        everyPayloadComesBack(Pools.node());
    }

    @Test
    void throughJava() {
        everyPayloadComesBack(Pools.java());
    }

    @Test
    void whatCannotBeSentFailsWithTheReasonAndHarmsNobody() {
        try (Pools pools = new Pools(Pools.java())) {
            int pid = pools.pid();
            List<Object> endless = new ArrayList<>();
            endless.add(endless);
            for (Object payload : new Object[] {
                new Object(), Map.of(1, 2), Double.NaN, endless, List.of(new byte[1]), new byte[13 << 20],
                "x".repeat(17 << 20), TasksApp.UNREADABLE
            }) {
                Pools.failure(IllegalArgumentException.class, pools.pool.submit(payload));
            }
            assertEquals(pid, pools.pid());
        }
    }

    /** More than the channel takes at once. */
    @Test
    void largeResultsOfTasksThatEndTogetherAllArrive() {
        try (Pools pools = new Pools(Pools.java("3").withTasksPerProcess(3))) {
            List<Task> tasks = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                tasks.add(pools.submit("together, 10 MB"));
            }
            tasks.forEach(task -> assertEquals(10_000_000, ((byte[]) Pools.get(task)).length));
        }
    }

    @Test
    void aResultThatCannotBeSentFailsWithTheReason() {
        try (Pools pools = new Pools(Pools.java())) {
            int pid = pools.pid();
            String why = Pools.failure(TaskFailedException.class, pools.submit("not JSON")).getMessage();
            assertTrue(why.contains("java.lang.Object is not JSON"), why);
            String unreadable = Pools.failure(TaskFailedException.class, pools.submit("unreadable")).getMessage();
            assertTrue(unreadable.contains("nobody reads this"), unreadable);
            String tooLong = Pools.failure(TaskFailedException.class, pools.submit("long")).getMessage();
            assertTrue(tooLong.contains("16 MiB") && tooLong.contains("file"), tooLong);
            assertEquals(pid, pools.pid());
        }
    }
}
