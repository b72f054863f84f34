package millrace.cluster;

import static millrace.cluster.Supervision.State.ERRORED;
import static millrace.cluster.Supervision.State.LAUNCHING;
import static millrace.cluster.Supervision.State.ONLINE;
import static millrace.cluster.Supervision.State.STOPPED;
import static millrace.cluster.Supervision.State.STOPPING;
import static millrace.cluster.Supervision.State.WAITING;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import millrace.cluster.Supervision.Cause;
import millrace.cluster.Supervision.Event;
import millrace.cluster.Supervision.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every pair of state and event, and the stories that they make. */
class SupervisionTest {
    private static final long SECOND = 1_000_000_000;
    private static final Event START = new Event.Start();
    private static final Event STOP = new Event.Stop();
    private static final Event TIME = new Event.TimeOver();
    private static final Event GROWN = new Event.GrownUp();
    private static final Event DIED = new Event.Died(Cause.UNEXPECTED);
    private static final Event LEFT = new Event.Died(Cause.VOLUNTARY);
    private static final Event DONE = new Event.Died(Cause.FINAL);
    private static final Event IMPOSSIBLE = new Event.Impossible("no such file");

    /** Writes down what the logic does. */
    private static final class Recorder implements Supervision.Effects {
        private final List<String> done = new ArrayList<>();

        @Override
        public void spawn() {
            done.add("spawn");
        }

        @Override
        public void askToStop() {
            done.add("ask");
        }

        @Override
        public void wakeAfter(long nanos) {
            done.add("wake " + nanos / 1_000_000);
        }

        @Override
        public void stopWaking() {
            done.add("sleep");
        }

        @Override
        public void restarting(long delayNanos) {
            done.add("restart " + delayNanos / 1_000_000);
        }

        @Override
        public void errored(String reason) {
            done.add("errored " + reason);
        }

        @Override
        public void stopped() {
            done.add("stopped");
        }
    }

    private final Recorder recorder = new Recorder();
    private final Supervision supervision =
            new Supervision(new RestartPolicy(SECOND, 3, SECOND / 10, SECOND, Set.of(0)), recorder);

    private void bring(State state) {
        List<Event> way =
                switch (state) {
                    case STOPPED -> List.of();
                    case LAUNCHING -> List.of(START);
                    case ONLINE -> List.of(START, TIME);
                    case WAITING -> List.of(START, DIED, DIED);
                    case STOPPING -> List.of(START, STOP);
                    case ERRORED -> List.of(START, IMPOSSIBLE);
                };
        way.forEach(supervision::handle);
        assertEquals(state, supervision.state());
        recorder.done.clear();
    }

    static Stream<Arguments> table() {
        String launch = "wake 1000, spawn";
        return Stream.of(
                Arguments.of(STOPPED, START, LAUNCHING, launch),
                Arguments.of(STOPPED, STOP, STOPPED, ""),
                Arguments.of(STOPPED, DIED, STOPPED, ""),
                Arguments.of(STOPPED, TIME, STOPPED, ""),
                Arguments.of(STOPPED, IMPOSSIBLE, STOPPED, ""),
                Arguments.of(LAUNCHING, START, LAUNCHING, ""),
                Arguments.of(LAUNCHING, STOP, STOPPING, "sleep, ask"),
                Arguments.of(LAUNCHING, DIED, LAUNCHING, "sleep, restart 0, " + launch),
                Arguments.of(LAUNCHING, LEFT, WAITING, "sleep, restart 100, wake 100"),
                Arguments.of(LAUNCHING, DONE, STOPPED, "sleep, sleep, stopped"),
                Arguments.of(LAUNCHING, TIME, ONLINE, ""),
                Arguments.of(LAUNCHING, IMPOSSIBLE, ERRORED, "sleep, errored no such file"),
                Arguments.of(ONLINE, START, ONLINE, ""),
                Arguments.of(ONLINE, STOP, STOPPING, "sleep, ask"),
                Arguments.of(ONLINE, DIED, LAUNCHING, "sleep, restart 0, " + launch),
                Arguments.of(ONLINE, LEFT, LAUNCHING, "sleep, restart 0, " + launch),
                Arguments.of(ONLINE, DONE, STOPPED, "sleep, sleep, stopped"),
                Arguments.of(ONLINE, TIME, ONLINE, ""),
                Arguments.of(ONLINE, IMPOSSIBLE, ERRORED, "sleep, errored no such file"),
                Arguments.of(WAITING, START, LAUNCHING, launch),
                Arguments.of(WAITING, STOP, STOPPED, "sleep, stopped"),
                Arguments.of(WAITING, DIED, WAITING, ""),
                Arguments.of(WAITING, TIME, LAUNCHING, launch),
                Arguments.of(WAITING, IMPOSSIBLE, ERRORED, "sleep, errored no such file"),
                Arguments.of(STOPPING, START, STOPPING, ""),
                Arguments.of(STOPPING, STOP, STOPPING, ""),
                Arguments.of(STOPPING, DIED, STOPPED, "sleep, stopped"),
                Arguments.of(STOPPING, TIME, STOPPING, ""),
                Arguments.of(STOPPING, IMPOSSIBLE, STOPPED, "sleep, stopped"),
                Arguments.of(ERRORED, START, LAUNCHING, launch),
                Arguments.of(ERRORED, STOP, STOPPED, "sleep, stopped"),
                Arguments.of(ERRORED, DIED, ERRORED, ""),
                Arguments.of(ERRORED, TIME, ERRORED, ""),
                Arguments.of(ERRORED, IMPOSSIBLE, ERRORED, ""));
    }

    static Stream<Arguments> grownUp() {
        return Stream.of(
                Arguments.of(STOPPED, GROWN, STOPPED, ""),
                Arguments.of(LAUNCHING, GROWN, ONLINE, "sleep"),
                Arguments.of(ONLINE, GROWN, ONLINE, ""),
                Arguments.of(WAITING, GROWN, WAITING, ""),
                Arguments.of(STOPPING, GROWN, STOPPING, ""),
                Arguments.of(ERRORED, GROWN, ERRORED, ""));
    }

    @ParameterizedTest(name = "{0} + {1} -> {2}: {3}")
    @MethodSource({"table", "grownUp"})
    void everyPairOfStateAndEventIsDecided(State from, Event event, State to, String effects) {
        bring(from);
        supervision.handle(event);
        assertEquals(to, supervision.state());
        assertEquals(effects, String.join(", ", recorder.done));
    }

    @Test
    void aWorkerThatKeepsDyingIsStartedEverLaterAndThenNoMore() {
        supervision.handle(START);
        supervision.handle(DIED);
        for (int i = 0; i < 2; i++) {
            supervision.handle(DIED);
            assertEquals(WAITING, supervision.state());
            supervision.handle(TIME);
        }
        supervision.handle(DIED);
        assertEquals(ERRORED, supervision.state());
        List<String> story = recorder.done.stream().filter(s -> s.startsWith("restart") || s.startsWith("err")).toList();
        assertEquals(
                List.of("restart 0", "restart 100", "restart 200", "errored died early 4 times in a row"), story);
    }

    @Test
    void aWorkerThatLivesLongIsStartedAtOnceHoweverOftenItDies() {
        supervision.handle(START);
        for (int i = 0; i < 100; i++) {
            supervision.handle(TIME);
            assertEquals(ONLINE, supervision.state());
            supervision.handle(DIED);
            assertEquals(LAUNCHING, supervision.state());
        }
    }

    @Test
    void aWorkerThatHasProvedItselfMayDieYoung() {
        supervision.handle(START);
        for (int i = 0; i < 100; i++) {
            supervision.handle(GROWN);
            supervision.handle(DIED);
            assertEquals(LAUNCHING, supervision.state());
        }
    }

    @Test
    void aStartAfterGivingUpHasTheWholePatienceAgain() {
        bring(ERRORED);
        supervision.handle(START);
        supervision.handle(DIED);
        assertEquals("restart 0", recorder.done.get(3));
    }
}
