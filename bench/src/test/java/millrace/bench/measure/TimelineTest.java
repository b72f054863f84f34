package millrace.bench.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Intervals are the same counts and times as the whole, however long it is; without a clock. */
class TimelineTest {
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000 * MILLI;

    private static void answers(Recorder recorder, Random random, int count) {
        for (int i = 0; i < count; i++) {
            recorder.sent();
            recorder.answered(random.nextLong(1, 200) * MILLI, random.nextInt(10) == 0 ? 500 : 200, true, true);
            recorder.received(100);
        }
    }

    private static Timeline run(Recorder recorder, int seed, int seconds, int rest) {
        Random random = new Random(seed);
        IntervalRecorder intervals = new IntervalRecorder(recorder, 7 * SECOND);
        for (int second = 1; second <= seconds; second++) {
            answers(recorder, random, 3);
            intervals.cut((7 + second) * SECOND);
        }
        answers(recorder, random, rest);
        return intervals.timeline((8 + seconds) * SECOND);
    }

    private static void assertSameSums(Totals totals, Timeline timeline) {
        List<Interval> all = timeline.all();
        assertEquals(totals.answered(), all.stream().mapToLong(Interval::answered).sum());
        assertEquals(totals.allErrors(), all.stream().mapToLong(Interval::errors).sum());
        assertEquals(totals.bytes(), all.stream().mapToLong(Interval::bytes).sum());
        Distribution merged = timeline.latencySince(0);
        assertEquals(totals.latency().count(), merged.count());
        for (double percentile : new double[] {0, 50, 90, 99, 99.9, 100}) {
            assertEquals(totals.latency().atPercentile(percentile), merged.atPercentile(percentile));
        }
    }

    @Test
    void intervalsTogetherAreTheWholeRun() {
        Recorder recorder = new Recorder();
        Timeline timeline = run(recorder, 1, 20, 5);
        assertEquals(20, timeline.whole().size());
        assertEquals(5, timeline.rest().orElseThrow().answered());
        assertEquals(3, timeline.whole().get(4).answersPerSecond());
        assertSameSums(recorder.totals(), timeline);
    }

    @Test
    void aDayIsKeptInAsFewIntervalsAsTenMinutes() {
        Recorder recorder = new Recorder();
        Timeline timeline = Timeline.together(List.of(run(recorder, 2, 5_000, 1)));
        assertTrue(timeline.whole().size() <= IntervalRecorder.MOST, () -> timeline.whole().size() + " intervals");
        assertTrue(timeline.whole().size() >= IntervalRecorder.MOST / 4, () -> timeline.whole().size() + " intervals");
        assertSameSums(recorder.totals(), timeline);
        double length = timeline.whole().getFirst().seconds();
        for (Interval interval : timeline.whole().subList(0, timeline.whole().size() - 1)) {
            assertEquals(length, interval.seconds());
            assertEquals(3, interval.answersPerSecond());
        }
    }

    @Test
    void loopsOfDifferentLengthAreAddedAtTheSameTime() {
        Recorder one = new Recorder();
        Recorder other = new Recorder();
        Timeline timeline = Timeline.together(List.of(run(one, 3, 10, 1), run(other, 4, 700, 0)));
        assertEquals(6, timeline.whole().getFirst().answersPerSecond());
        one.add(other);
        assertSameSums(one.totals(), timeline);
    }

    @Test
    void latencySinceAMomentLeavesTheWarmUpOut() {
        Recorder recorder = new Recorder();
        assertEquals(3 * 16 + 5, run(recorder, 5, 20, 5).latencySince(4 * SECOND).count());
    }

    @Test
    void aDistributionComesBackFromItsText() {
        Recorder recorder = new Recorder();
        answers(recorder, new Random(6), 1000);
        Distribution before = recorder.totals().latency();
        Distribution after = Distribution.ofText(before.text());
        assertEquals(before.count(), after.count());
        assertEquals(before.p99(), after.p99());
        assertEquals(before.maxNanos(), after.maxNanos());
        long[] cells = {0};
        after.forEach((_, count) -> cells[0] += count);
        assertEquals(1000, cells[0]);
    }

    /** Files that others have touched. */
    @Test
    void aTextThatIsNoDistributionIsRefusedHoweverItIsWrong() {
        Recorder recorder = new Recorder();
        Random random = new Random(7);
        answers(recorder, random, 100);
        String good = recorder.totals().latency().text();
        for (String bad : List.of("", "x", "!!!!", "AAAA", good.substring(0, 20), good.substring(4))) {
            assertThrows(IllegalArgumentException.class, () -> Distribution.ofText(bad), bad);
        }
        for (int i = 0; i < 2_000; i++) {
            byte[] touched = good.getBytes();
            touched[random.nextInt(touched.length)] = (byte) random.nextInt(32, 127);
            try {
                Distribution.ofText(new String(touched)).p99();
            } catch (IllegalArgumentException e) {
                assertTrue(e.getMessage().contains("histogram"), e.getMessage());
            }
        }
    }
}
