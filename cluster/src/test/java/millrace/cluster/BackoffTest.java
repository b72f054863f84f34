package millrace.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {
    private static final long MILLI = 1_000_000;
    private static final long SLOW = 2_000 * MILLI;

    private static long delayOfDeath(int count, Backoff backoff, long livedNanos) {
        for (int i = 1; i < count; i++) {
            backoff.afterDeath(livedNanos);
        }
        return backoff.afterDeath(livedNanos);
    }

    @ParameterizedTest(name = "death {0} in a row: {1} µs")
    @CsvSource({"1, 0", "2, 10000", "3, 15000", "4, 22500", "5, 33750", "15, 1946195", "21, 15000000"})
    void theFirstStartIsAtOnceAndEachFurtherDelayGrowsByHalf(int deaths, long micros) {
        assertEquals(micros * 1000, delayOfDeath(deaths, new Backoff(RestartPolicy.DEFAULT), SLOW), 1000);
    }

    @ParameterizedTest(name = "death {0} in a row: {1} ms")
    @CsvSource({"1, 100", "2, 150", "3, 225", "14, 15000", "100, 15000"})
    void aBackoffOfTheUsersHoldsFromTheFirstDeath(int deaths, long millis) {
        Backoff backoff = new Backoff(RestartPolicy.DEFAULT.withBackoffNanos(100 * MILLI));
        assertEquals(millis * MILLI, delayOfDeath(deaths, backoff, SLOW));
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "50"})
    void aFixedDelayIsThatAtEveryDeath(int deaths) {
        Backoff backoff = new Backoff(RestartPolicy.DEFAULT.withFixedDelayNanos(20_000 * MILLI));
        assertEquals(20_000 * MILLI, delayOfDeath(deaths, backoff, SLOW));
    }

    @Test
    void oneEarlyDeathMoreThanThePolicyAllowsIsTheEnd() {
        Backoff backoff = new Backoff(RestartPolicy.DEFAULT);
        assertTrue(delayOfDeath(15, backoff, 0) > 0);
        assertEquals(Backoff.GIVE_UP, backoff.afterDeath(0));
    }

    @Test
    void deathsThatAreNotEarlyAreNeverTheEnd() {
        assertTrue(delayOfDeath(1000, new Backoff(RestartPolicy.DEFAULT), SLOW) > 0);
    }

    @Test
    void aLifeOfHalfAMinuteMakesTheNextDeathTheFirstAgain() {
        Backoff backoff = new Backoff(RestartPolicy.DEFAULT);
        delayOfDeath(7, backoff, SLOW);
        assertEquals(0, backoff.afterDeath(Backoff.RESET_NANOS));
        assertEquals(10 * MILLI, backoff.afterDeath(SLOW));
    }

    @Test
    void whoLeavesAtOnceIsNotStartedAtFullSpeedButNeverGivenUp() {
        Backoff backoff = new Backoff(RestartPolicy.DEFAULT);
        assertEquals(10 * MILLI, backoff.afterLeaving(0));
        for (int i = 0; i < 100; i++) {
            backoff.afterLeaving(0);
        }
        assertEquals(15_000 * MILLI, backoff.afterLeaving(0));
        assertEquals(0, backoff.afterLeaving(SLOW));
    }

    @Test
    void aThousandDeathsDoNotOverflow() {
        Backoff backoff = new Backoff(RestartPolicy.DEFAULT.withDelaysNanos(3, Long.MAX_VALUE / 4));
        long last = 0;
        for (int i = 0; i < 1000; i++) {
            long delay = backoff.afterDeath(SLOW);
            assertTrue(delay >= last, "delay " + i + " fell from " + last + " to " + delay);
            last = delay;
        }
        assertEquals(Long.MAX_VALUE / 4, last);
    }
}
