package millrace.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {

    @ParameterizedTest(name = "early death {0} in a row: {1} ms")
    @CsvSource({
        "1, 0", "2, 100", "3, 200", "4, 400", "5, 800", "6, 1600", "7, 3200", "8, 6400", "9, 12800",
        "10, 15000", "15, 15000"
    })
    void theFirstStartIsAtOnceAndEachFurtherDelayDoublesUpToTheLongest(int deaths, long millis) {
        Backoff backoff = new Backoff(RestartPolicy.DEFAULT);
        for (int i = 1; i < deaths; i++) {
            backoff.nextDelayNanos();
        }
        assertEquals(millis * 1_000_000, backoff.nextDelayNanos());
    }

    @Test
    void oneDeathMoreThanThePolicyAllowsIsTheEnd() {
        Backoff backoff = new Backoff(RestartPolicy.DEFAULT);
        for (int i = 0; i < 15; i++) {
            backoff.nextDelayNanos();
        }
        assertEquals(Backoff.GIVE_UP, backoff.nextDelayNanos());
    }

    @Test
    void aLongLifeMakesTheNextDeathTheFirstAgain() {
        Backoff backoff = new Backoff(RestartPolicy.DEFAULT);
        backoff.nextDelayNanos();
        backoff.nextDelayNanos();
        backoff.reset();
        assertEquals(0, backoff.nextDelayNanos());
    }

    @Test
    void aThousandDeathsDoNotOverflow() {
        Backoff backoff = new Backoff(new RestartPolicy(0, 1000, 3, Long.MAX_VALUE / 4, Set.of()));
        long last = 0;
        for (int i = 0; i < 1000; i++) {
            long delay = backoff.nextDelayNanos();
            assertEquals(true, delay >= last, "delay " + i + " fell from " + last + " to " + delay);
            last = delay;
        }
        assertEquals(Long.MAX_VALUE / 4, last);
    }
}
