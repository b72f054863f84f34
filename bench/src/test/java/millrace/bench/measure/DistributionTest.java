package millrace.bench.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import millrace.bench.client.ErrorKind;
import org.junit.jupiter.api.Test;

class DistributionTest {
    private static final long MILLI = 1_000_000;

    private static Distribution closedLoopWithAFreeze(int requestsPerConnection, long freezeMillis) {
        Recorder recorder = new Recorder();
        for (int i = 0; i < requestsPerConnection; i++) {
            recorder.answered(MILLI, 200, true, true);
        }
        recorder.answered(freezeMillis * MILLI, 200, true, true);
        return recorder.totals().latency();
    }

    /**
     * 20 s at one request a millisecond, in which the server is stuck for 2 s: a tenth of those who would have asked
     * wait, evenly from 2 s down to nothing, so that one in a thousand waits longer than 1.98 s.
     */
    @Test
    void theCorrectedDistributionHasWhatTheFreezeHasHidden() {
        Distribution raw = closedLoopWithAFreeze(18_000, 2_000);
        assertTrue(raw.p999() < 2 * MILLI, "the raw one does not even notice");
        Distribution corrected = raw.corrected(MILLI);
        assertEquals(1_980 * MILLI, corrected.p999(), 0.1 * 1_980 * MILLI);
        assertEquals(1_800 * MILLI, corrected.p99(), 0.1 * 1_800 * MILLI);
        assertEquals(20_000, corrected.count(), 20);
    }

    @Test
    void anEmptyDistributionIsAllZero() {
        Distribution empty = new Recorder().totals().latency();
        assertEquals(0, empty.count() + empty.p50() + empty.maxNanos() + empty.minNanos());
        assertEquals(0, empty.meanNanos());
    }

    @Test
    void percentilesAreExactToTwoDigits() {
        Recorder recorder = new Recorder();
        for (int i = 1; i <= 1000; i++) {
            recorder.answered(i * MILLI, 200, true, true);
        }
        Distribution latency = recorder.totals().latency();
        assertEquals(500 * MILLI, latency.p50(), 0.01 * 500 * MILLI);
        assertEquals(990 * MILLI, latency.p99(), 0.01 * 990 * MILLI);
        assertEquals(1000 * MILLI, latency.maxNanos(), 0.01 * 1000 * MILLI);
    }

    @Test
    void loopsAreMergedByCountsAndNotByAverages() {
        Recorder one = new Recorder();
        Recorder other = new Recorder();
        for (int i = 0; i < 99; i++) {
            one.sent();
            one.answered(MILLI, 200, true, true);
        }
        other.sent();
        other.answered(900 * MILLI, 503, true, true);
        other.failed(ErrorKind.RESET, 2, "gone");
        one.add(other);
        Totals totals = one.totals();
        assertEquals(100, totals.answered());
        assertEquals(99, totals.statusClass(2));
        assertEquals(1, totals.errors(ErrorKind.STATUS));
        assertEquals(3, totals.allErrors());
        assertEquals("gone", totals.reasons().get(ErrorKind.RESET));
        assertTrue(totals.latency().p99() < 2 * MILLI);
        assertTrue(totals.latency().maxNanos() >= 890 * MILLI);
    }

    @Test
    void answersThatDoNotCountLeaveNoTime() {
        Recorder recorder = new Recorder();
        recorder.answered(MILLI, 500, true, false);
        assertEquals(1, recorder.totals().answered());
        assertEquals(0, recorder.totals().latency().count());
    }
}
