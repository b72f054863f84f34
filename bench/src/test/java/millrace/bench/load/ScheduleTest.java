package millrace.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Pacing is a pure function: what is due when, without a clock. */
class ScheduleTest {
    private static final long SECOND = 1_000_000_000;

    private static List<Long> due(Schedule schedule, long first, long step) {
        List<Long> due = new ArrayList<>();
        Arrivals arrivals = schedule.arrivals(first, step);
        while (arrivals.dueNanos() != Arrivals.NONE) {
            due.add(arrivals.dueNanos());
            arrivals.advance();
        }
        return due;
    }

    @Test
    void aConstantRateIsEvenlySpacedFromTheFirstMomentOn() {
        assertEquals(
                List.of(0L, 250_000_000L, 500_000_000L, 750_000_000L), due(Schedule.constant(4, SECOND), 0, 1));
        assertEquals(50_000L * 10, due(Schedule.constant(50_000, 10 * SECOND), 0, 1).size());
    }

    @Test
    void oddRatesDoNotDrift() {
        List<Long> due = due(Schedule.constant(3, 100 * SECOND), 0, 1);
        assertEquals(300, due.size());
        assertEquals(99 * SECOND + 666_666_667, due.getLast());
    }

    @Test
    void severalLoopsShareOnePlanWithoutGapOrOverlap() {
        Schedule schedule = Schedule.of(List.of(new Stage(0, 1000, SECOND), new Stage(1000, 200, SECOND)));
        List<Long> together = new ArrayList<>();
        for (int loop = 0; loop < 3; loop++) {
            together.addAll(due(schedule, loop, 3));
        }
        assertEquals(due(schedule, 0, 1), together.stream().sorted().toList());
        assertEquals(schedule.requests(), together.size());
    }

    /** From 0 to 100 a second in 10 s: after t seconds 5 t² are due. */
    @Test
    void aRampReachesWhatItsAreaSays() {
        List<Long> due = due(Schedule.of(List.of(new Stage(0, 100, 10 * SECOND))), 0, 1);
        assertEquals(500, due.size());
        assertEquals(5 * SECOND, due.get(125), 1000);
        assertEquals(8 * SECOND, due.get(320), 1000);
    }

    @Test
    void aStageOfNothingIsAPause() {
        Stage busy = new Stage(10, 10, SECOND);
        List<Long> due = due(Schedule.of(List.of(busy, new Stage(0, 0, 5 * SECOND), busy)), 0, 1);
        assertEquals(20, due.size());
        assertEquals(6 * SECOND, due.get(10));
    }

    @Test
    void anyPlanIsInOrderWithinItsTimeAndAsLargeAsItSays() {
        Random random = new Random(7);
        for (int i = 0; i < 300; i++) {
            List<Stage> stages = new ArrayList<>();
            for (int n = random.nextInt(4); n >= 0; n--) {
                stages.add(new Stage(random.nextInt(500), random.nextInt(500), 1 + random.nextLong(3 * SECOND)));
            }
            Schedule schedule = Schedule.of(stages);
            List<Long> due = due(schedule, 0, 1);
            assertEquals(schedule.requests(), due.size());
            assertEquals(due.stream().sorted().toList(), due);
            assertTrue(due.isEmpty() || due.getFirst() >= 0 && due.getLast() <= schedule.nanos());
        }
    }
}
