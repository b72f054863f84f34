package millrace.offload.dns;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class RetryTest {
    @Test
    void allServersAreAskedInTurnAndEachRoundTakesTwiceAsLong() {
        RetrySchedule schedule = new RetrySchedule(new int[] {1, 0}, 2, 100);
        StringBuilder tries = new StringBuilder();
        while (schedule.next()) {
            tries.append(schedule.server()).append(':').append(schedule.timeoutNanos()).append(' ');
        }
        assertEquals("1:100 0:100 1:200 0:200 ", tries.toString());
    }

    @Test
    void aServerThatHasAnsweredWithAnErrorIsNotAskedAgain() {
        RetrySchedule schedule = new RetrySchedule(new int[] {0, 1, 2}, 2, 100);
        StringBuilder tries = new StringBuilder();
        while (schedule.next()) {
            tries.append(schedule.server());
            if (schedule.server() != 1) {
                schedule.settled();
            }
        }
        assertEquals("0121", tries.toString());
    }

    @Test
    void theTimeOfATryDoesNotGrowForEver() {
        RetrySchedule schedule = new RetrySchedule(new int[] {0}, 1000, 100);
        long longest = 0;
        while (schedule.next()) {
            longest = schedule.timeoutNanos();
        }
        assertEquals(1600, longest);
    }

    @Test
    void aServerThatWasSilentComesLastForAWhile() {
        ServerHealth health = new ServerHealth(4, false);
        long now = Long.MAX_VALUE - 10;
        health.failed(0, now);
        health.failed(2, now);
        assertArrayEquals(new int[] {1, 3, 0, 2}, health.order(now + 1));
        health.answered(2);
        assertArrayEquals(new int[] {1, 2, 3, 0}, health.order(now + 1));
        assertArrayEquals(new int[] {0, 1, 2, 3}, health.order(now + ServerHealth.PENALTY_NANOS));
    }

    @Test
    void withRotationEveryServerIsFirstInItsTurn() {
        ServerHealth health = new ServerHealth(3, true);
        assertArrayEquals(new int[] {0, 1, 2}, health.order(0));
        assertArrayEquals(new int[] {1, 2, 0}, health.order(0));
        assertArrayEquals(new int[] {2, 0, 1}, health.order(0));
        assertArrayEquals(new int[] {0, 1, 2}, health.order(0));
    }
}
