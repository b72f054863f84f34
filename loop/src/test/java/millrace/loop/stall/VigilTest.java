package millrace.loop.stall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import millrace.os.ThreadClock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A loop that is played by the test's thread, at times and with clocks that the test makes up. */
@Timeout(300)
class VigilTest {
    private static final long THRESHOLD = TimeUnit.MILLISECONDS.toNanos(50);

    /** Later than any collection of this JVM. */
    private static final long BEGAN = (System.nanoTime() + TimeUnit.HOURS.toNanos(1)) | 1;

    private final BlockingQueue<StallReport> heard = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final Reports reports = new Reports(lines::add);
    private final LoopWatch watch = new LoopWatch(Duration.ofNanos(THRESHOLD), lines::add);
    private final Pulse pulse = watch.pulse("played");
    private Vigil vigil;
    private long cpuNanos;

    @BeforeEach
    void aLoopBegins() {
        reports.hooks().add(heard::add);
        pulse.attach(ThreadClock.current(), new Counters(BEGAN, 0, 0, 0));
        vigil = new Vigil(pulse, reports, moment -> new Counters(moment.nowNanos(), cpuNanos, 0, cpuNanos));
    }

    private static long at(long millis) {
        return BEGAN + TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private void look(long millis) {
        vigil.look(new Moment(at(millis), 0, cpuNanos, 0), THRESHOLD);
    }

    private void turn(long millis) {
        pulse.wakes(at(millis) & ~1L, at(millis) & ~1L);
    }

    private void call(String name) {
        pulse.calls(new Described() {
            @Override
            public String describe() {
                return name;
            }
        });
    }

    private StallReport next() throws InterruptedException {
        return heard.poll(StuckLoop.DEADLINE_SECONDS, TimeUnit.SECONDS);
    }

    private StallReport nextOver() throws InterruptedException {
        StallReport report = next();
        while (!report.isOver()) {
            report = next();
        }
        return report;
    }

    private void compute(long millis) {
        cpuNanos += TimeUnit.MILLISECONDS.toNanos(millis);
    }

    @Test
    void aFirstTurnThatComputesBeforeAnybodyHasLookedDidCompute() throws Exception {
        turn(0);
        call("first");
        compute(60);
        look(60);
        assertEquals(Cause.COMPUTING, next().cause());
    }

    @Test
    void whatALoopComputedBeforeTheTurnIsNotTheTurns() {
        Counters before = new Counters(at(-36), 0, 0, 0);
        Stall stall = new Stall("busy", BEGAN, 0, before);
        Look asleep = new Look(List.of(), Evidence.Waiting.CALL, "", "", 1);
        stall.seen(asleep, 1, new Moment(at(51), 0, 0, 0), new Counters(at(51), at(0) - at(-37), 0, 0));
        assertEquals(Cause.BLOCKING_CALL, stall.report(at(51), false, 1).cause());
    }

    @Test
    void theCallbackThatHadMostOfTheTimeIsNamedAndNotTheFirstThatWasSeen() throws Exception {
        turn(0);
        call("short");
        compute(60);
        look(60);
        call("long");
        for (int millis = 160; millis <= 460; millis += 100) {
            compute(100);
            look(millis);
        }
        pulse.rests(at(460));
        look(460);
        StallReport report = nextOver();
        assertEquals("long", report.doing());
        assertEquals("", report.detail());
    }

    @Test
    void manyCallbacksThatAreSlowTogetherAreToldAsThat() throws Exception {
        turn(0);
        for (int i = 1; i <= 40; i++) {
            call("each");
            compute(10);
            look(i * 10);
        }
        pulse.rests(at(400));
        look(400);
        StallReport report = nextOver();
        assertEquals(Cause.COMPUTING, report.cause());
        assertEquals("in 40 callbacks, one after the other; one of them", report.detail());
    }

    @Test
    void aTurnThatEndsWhileItIsLookedAtIsToldInOrderAndWithItsStack() throws Exception {
        turn(0);
        call("ends");
        compute(60);
        pulse.rests(at(60));
        turn(0); // The same again: as if it had been looked at a moment before it ended.
        look(60);
        StallReport noticed = next();
        StallReport over = next();
        assertEquals("false true", noticed.isOver() + " " + over.isOver());
        assertTrue(over.stack().stream().anyMatch(f -> f.getClassName().equals(VigilTest.class.getName())));
        assertNull(heard.poll());
    }

    @Test
    void aLoopsFirstSecondsGiveNoLineOfWhatNobodySaw() throws Exception {
        turn(0);
        call("start");
        compute(60);
        pulse.rests(at(60));
        look(70);
        assertEquals(Cause.COMPUTING, nextOver().cause());
        turn(20_000);
        call("later");
        compute(60);
        pulse.rests(at(20_060));
        look(20_070);
        nextOver();
        String line = lines.poll(StuckLoop.DEADLINE_SECONDS, TimeUnit.SECONDS);
        assertTrue(line.startsWith("loop played was stuck for 60 ms"), line);
        assertNull(lines.poll());
    }
}
