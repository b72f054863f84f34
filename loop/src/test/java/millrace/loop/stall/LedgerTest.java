package millrace.loop.stall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LedgerTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Ledger ledger = new Ledger();

    private static StallReport stall(Cause cause, String method, int line, long millis) {
        List<StackTraceElement> stack = List.of(
                new StackTraceElement(null, "java.base", "25", "java.lang.Thread", "sleep", "Thread.java", 1),
                new StackTraceElement("shop.Cart", method, "Cart.java", line));
        return new StallReport("http-0", null, Instant.EPOCH, Duration.ofMillis(millis), true, cause, "", "GET /", stack, 0);
    }

    private static StallReport slept(long millis) {
        return stall(Cause.BLOCKING_CALL, "total", 31, millis);
    }

    @Test
    void aHundredStallsOfOneCulpritAreOneLineAtOnceAndOneForTheRest() {
        String first = ledger.record(slept(60), 0);
        assertEquals("loop http-0 was stuck for 60 ms in a blocking call: Thread.sleep at Cart.total(Cart.java:31), "
                + "during GET /", first);
        for (int i = 1; i < 100; i++) {
            assertNull(ledger.record(slept(60 + i), i));
        }
        assertEquals(Ledger.FIRST_INTERVAL_NANOS - 100, ledger.nanosToNext(100));
        assertEquals(List.of(), ledger.due(Ledger.FIRST_INTERVAL_NANOS - 1));
        List<String> lines = ledger.due(Ledger.FIRST_INTERVAL_NANOS);
        assertEquals(1, lines.size());
        assertTrue(lines.getFirst().startsWith("99 more of these in 10 s, the longest 159 ms; the last: loop http-0"),
                lines.getFirst());
        assertEquals(List.of(100L), ledger.culprits().stream().map(StallReport::count).toList());
        assertEquals(Long.MAX_VALUE, ledger.nanosToNext(Ledger.FIRST_INTERVAL_NANOS));
    }

    @Test
    void aCulpritThatIsStuckYetIsInTheListWithItsReport() {
        assertEquals(0, ledger.counted(slept(60)).count());
        assertEquals(List.of(slept(60)), ledger.culprits());
    }

    @Test
    void whatIsOnlyCountedLeavesTheFirstLineToTheNextStall() {
        ledger.count(slept(60));
        assertEquals(Long.MAX_VALUE, ledger.nanosToNext(0));
        assertTrue(ledger.record(slept(70), 0).startsWith("loop http-0 was stuck for 70 ms"));
        assertEquals(List.of(2L), ledger.culprits().stream().map(StallReport::count).toList());
    }

    @Test
    void theIntervalDoublesUpToItsLimit() {
        ledger.record(slept(60), 0);
        long now = 0;
        long interval = Ledger.FIRST_INTERVAL_NANOS;
        for (int i = 0; i < 10; i++) {
            assertNull(ledger.record(slept(60), now));
            assertEquals(interval, ledger.nanosToNext(now));
            now += interval;
            assertEquals(1, ledger.due(now).size());
            interval = Math.min(interval * 2, Ledger.LONGEST_INTERVAL_NANOS);
        }
        assertEquals(Ledger.LONGEST_INTERVAL_NANOS, interval);
    }

    @Test
    void anotherCauseMethodOrCarrierIsAnotherCulpritAndAnotherLineIsNot() {
        assertNotNull(ledger.record(slept(60), 0));
        assertNull(ledger.record(stall(Cause.BLOCKING_CALL, "total", 32, 60), 0));
        assertNotNull(ledger.record(stall(Cause.LOCK, "total", 31, 60), 0));
        assertNotNull(ledger.record(stall(Cause.COMPUTING, "total", 31, 60), 0));
        assertNotNull(ledger.record(stall(Cause.COMPUTING, "tax", 31, 60), 0));
        assertEquals(4, ledger.culprits().size());
    }

    @Test
    void whoeverHappenedToRunWhenAllWereStoppedIsNoCulprit() {
        assertNotNull(ledger.record(stall(Cause.GARBAGE_COLLECTION, "total", 31, 60), 0));
        assertNull(ledger.record(stall(Cause.GARBAGE_COLLECTION, "tax", 1, 60), 0));
        assertEquals(1, ledger.culprits().size());
    }

    @Test
    void aStallThatLastsIsToldWhileItDoesAndOnceMoreWhenItIsOver() {
        StallReport report = slept(1_200);
        StallReport begun = new StallReport("http-0", null, Instant.EPOCH, Duration.ofSeconds(1), false,
                Cause.BLOCKING_CALL, "", "GET /", report.stack(), 0);
        assertTrue(ledger.begin(begun).startsWith("loop http-0 has been stuck for 1000 ms in a blocking call"));
        assertNull(ledger.begin(begun));
        assertTrue(ledger.record(report, SECOND).startsWith("loop http-0 was stuck for 1200 ms in a blocking call"));
        assertNull(ledger.begin(begun), "known by now");
        StallReport forGood = new StallReport("http-0", null, Instant.EPOCH, Duration.ofSeconds(10), false,
                Cause.BLOCKING_CALL, "", "GET /", report.stack(), 0);
        assertNotNull(ledger.begin(forGood), "known, but it may be stuck for good");
    }

    @Test
    void culpritsWithoutEndDoNotFillTheMemory() {
        for (int i = 0; i < 100_000; i++) {
            ledger.record(stall(Cause.COMPUTING, "method" + i, 1, 60), 0);
        }
        assertTrue(ledger.culprits().size() <= 501, "" + ledger.culprits().size());
        assertEquals(100_000, ledger.culprits().stream().mapToLong(StallReport::count).sum());
    }
}
