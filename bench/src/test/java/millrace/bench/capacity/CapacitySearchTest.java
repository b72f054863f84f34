package millrace.bench.capacity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import millrace.bench.capacity.Capacity.End;
import millrace.bench.capacity.Trial.Verdict;
import org.junit.jupiter.api.Test;

/** The search against models of servers whose knee is known; no clock, no sockets. */
class CapacitySearchTest {
    private static final long MILLI = 1_000_000;
    private static final Promise PROMISE = new Promise(99, 50 * MILLI, 0.001);

    /** A queue: 5 ms when idle, and without bound at {@code most} a second; 50 ms are reached at nine tenths of it. */
    private static Trial queue(double rate, double most, double noise) {
        double load = rate / (most * noise);
        long nanos = load >= 1 ? Long.MAX_VALUE : (long) (5 * MILLI / (1 - load));
        return new Trial(rate, Math.min(rate, most), MILLI, nanos, 0, nanos <= PROMISE.nanos() ? Verdict.KEPT : Verdict.SLOW);
    }

    private static Capacity search(double from, double to, Probe probe) {
        return new CapacitySearch(PROMISE, from, to, 0.05, 2, probe, trial -> assertNotNull(trial.verdict())).run();
    }

    @Test
    void theKneeIsFoundWithinATwentiethFromBelow() {
        for (double most : new double[] {12, 333, 1_000, 77_000, 1_500_000}) {
            for (double from : new double[] {1, 100, 50_000}) {
                Capacity found = search(from, 1e9, rate -> queue(rate, most, 1));
                double knee = 0.9 * most;
                assertEquals(End.FOUND, found.end());
                assertTrue(found.rate() <= knee && found.rate() >= knee / 1.06 - 1, found.rate() + " of " + knee);
                assertTrue(found.trials().size() <= 35, found.trials().size() + " trials");
            }
        }
    }

    @Test
    void whatIsFoundWasKeptThreeTimesAndNeverBroken() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            Capacity found = search(100, 1e9, rate -> queue(rate, 1_000, Math.exp(0.05 * random.nextGaussian())));
            assertEquals(End.FOUND, found.end());
            List<Trial> same = found.trials().stream().filter(trial -> trial.rate() == found.rate()).toList();
            assertTrue(same.size() >= 2 && same.stream().allMatch(Trial::isKept), "seed " + seed + ": " + same);
            assertTrue(found.rate() > 600 && found.rate() < 1_050, "seed " + seed + ": " + found.rate());
        }
    }

    @Test
    void aLimitOfTheLoadTesterIsNotTakenForTheServers() {
        Capacity found = search(100, 1e9, rate -> rate <= 40_000
                ? queue(rate, 1e6, 1)
                : new Trial(rate, 40_000, MILLI, 90 * MILLI, 0, Verdict.LIMITED));
        assertEquals(End.GENERATOR, found.end());
        assertTrue(found.rate() > 37_000 && found.rate() <= 40_000, "" + found.rate());
        assertTrue(found.verdict().contains("the load tester itself is what limits"), found.verdict());
    }

    @Test
    void errorsBreakThePromiseHoweverFastTheyAre() {
        Capacity found = search(100, 1e9, rate -> rate <= 2_000
                ? queue(rate, 1e6, 1)
                : new Trial(rate, rate, MILLI, 2 * MILLI, 0.4, Verdict.FAILING));
        assertEquals(End.FOUND, found.end());
        assertTrue(found.rate() > 1_890 && found.rate() <= 2_000, "" + found.rate());
        assertTrue(CapacityReport.text(found).contains("too many errors"));
    }

    @Test
    void aServerThatNeverKeepsItIsAskedDownToOneASecond() {
        Capacity found = search(1_000, 1e9, rate -> new Trial(rate, rate, MILLI, 60 * MILLI, 0, Verdict.SLOW));
        assertEquals(End.NEVER, found.end());
        assertEquals(0, found.rate());
        assertEquals(1, found.trials().getLast().rate());
    }

    @Test
    void theHighestRateIsNotExceeded() {
        List<Double> rates = new ArrayList<>();
        Capacity found = search(100, 3_000, rate -> {
            rates.add(rate);
            return queue(rate, 1e6, 1);
        });
        assertEquals(End.HIGHEST, found.end());
        assertEquals(3_000, found.rate());
        assertEquals(List.of(100.0, 200.0, 400.0, 800.0, 1_600.0, 3_000.0, 3_000.0, 3_000.0), rates);
    }

    @Test
    void interruptedAnywhereItTellsWhatWasKeptSoFar() {
        for (int most = 0; most < 11; most++) {
            int[] left = {most};
            Capacity found = search(100, 1e9, rate -> left[0]-- > 0 ? queue(rate, 1_000, 1) : null);
            assertEquals(End.INTERRUPTED, found.end());
            assertEquals(most, found.trials().size());
            assertEquals(most == 0 ? 0 : Math.min(800, 100 * Math.pow(2, most - 1)), Math.min(800, found.rate()));
        }
    }

    @Test
    void theReportHasEachTrialAndTheVerdict() {
        Capacity found = search(100, 1e9, rate -> queue(rate, 1_000, 1));
        String text = CapacityReport.text(found);
        assertTrue(text.contains("│ never") && text.contains("too slow"), text);
        assertTrue(text.contains("The server keeps p99 within 50.0 ms and at most 0.1 % errors up to "), text);
        assertEquals(found.trials().size(), CapacityReport.plot(found).lines().count() - 1);
        String json = new String(CapacityReport.json(found, "http://x/"));
        assertTrue(json.contains("\"end\":\"found\"") && json.contains("\"promised\":null"), json);
    }
}
