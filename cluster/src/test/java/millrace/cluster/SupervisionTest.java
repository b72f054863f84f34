package millrace.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import millrace.cluster.InstanceEvent.Cause;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every pair of state and event, and the stories that they make, on a clock that the test turns. */
class SupervisionTest {
    private static final long SECOND = 1_000_000_000;
    private static final Map<String, InstanceEvent> EVENTS = Map.ofEntries(
            Map.entry("start", new InstanceEvent.Start()),
            Map.entry("stop", new InstanceEvent.Stop()),
            Map.entry("restart", new InstanceEvent.Restart()),
            Map.entry("reload", new InstanceEvent.Reload(2 * SECOND, false)),
            Map.entry("ready", new InstanceEvent.Ready()),
            Map.entry("unfit", new InstanceEvent.Unfit("no answer")),
            Map.entry("died", new InstanceEvent.Died(Cause.UNEXPECTED)),
            Map.entry("left", new InstanceEvent.Died(Cause.VOLUNTARY)),
            Map.entry("done", new InstanceEvent.Died(Cause.FINAL)),
            Map.entry("candidate-died", new InstanceEvent.CandidateDied("exit code 1")),
            Map.entry("time", new InstanceEvent.TimeOver()),
            Map.entry("proved", new InstanceEvent.Proved()),
            Map.entry("impossible", new InstanceEvent.Impossible("no such file")));

    /** How each state is reached. */
    private static final Map<InstanceState, List<String>> WAYS = Map.of(
            InstanceState.STOPPED, List.of(),
            InstanceState.LAUNCHING, List.of("start"),
            InstanceState.ONLINE, List.of("start", "ready"),
            InstanceState.RELOADING, List.of("start", "ready", "reload"),
            InstanceState.WAITING, List.of("start", "died", "died"),
            InstanceState.STOPPING, List.of("start", "stop"),
            InstanceState.RESTARTING, List.of("start", "restart"),
            InstanceState.ERRORED, List.of("start", "impossible"));

    private static final RestartPolicy POLICY = RestartPolicy.DEFAULT
            .withMaxEarlyDeaths(3)
            .withDelaysNanos(SECOND / 10, 15 * SECOND)
            .withFinalExitCodes(Set.of(0))
            .withHealNanos(60 * SECOND);

    /** State, event, next state and what is done; a pair that is not here changes nothing. */
    private static final List<String> TABLE = List.of(
            "STOPPED, start, LAUNCHING, wake 3000; spawn",
            "STOPPED, restart, LAUNCHING, wake 3000; spawn",
            "STOPPED, reload, LAUNCHING, wake 3000; spawn",
            "LAUNCHING, stop, STOPPING, sleep; ask",
            "LAUNCHING, restart, RESTARTING, sleep; ask",
            "LAUNCHING, reload, RELOADING, wake 2000; candidate",
            "LAUNCHING, ready, ONLINE, sleep",
            "LAUNCHING, time, ONLINE, late",
            "LAUNCHING, died, LAUNCHING, sleep; restart 0; wake 3000; spawn",
            "LAUNCHING, left, WAITING, sleep; restart 100; wake 100",
            "LAUNCHING, done, STOPPED, sleep; sleep; stopped",
            "LAUNCHING, impossible, ERRORED, sleep; errored no such file; wake 60000",
            "ONLINE, stop, STOPPING, sleep; ask",
            "ONLINE, restart, RESTARTING, sleep; ask",
            "ONLINE, reload, RELOADING, wake 2000; candidate",
            "ONLINE, died, LAUNCHING, sleep; restart 0; wake 3000; spawn",
            "ONLINE, left, WAITING, sleep; restart 100; wake 100",
            "ONLINE, done, STOPPED, sleep; sleep; stopped",
            "ONLINE, impossible, ERRORED, sleep; errored no such file; wake 60000",
            "RELOADING, stop, STOPPING, dismiss; sleep; kept the app was stopped meanwhile; sleep; ask",
            "RELOADING, restart, RESTARTING, dismiss; sleep; kept the app was restarted meanwhile; sleep; ask",
            "RELOADING, ready, ONLINE, sleep; promote",
            "RELOADING, time, ONLINE, dismiss; sleep; kept it was not ready in time",
            "RELOADING, unfit, ONLINE, dismiss; sleep; kept no answer",
            "RELOADING, candidate-died, ONLINE, sleep; kept exit code 1",
            "RELOADING, died, LAUNCHING, promote",
            "RELOADING, left, LAUNCHING, promote",
            "RELOADING, done, LAUNCHING, promote",
            "RELOADING, impossible, LAUNCHING, promote",
            "WAITING, start, LAUNCHING, wake 3000; spawn",
            "WAITING, restart, LAUNCHING, wake 3000; spawn",
            "WAITING, reload, LAUNCHING, wake 3000; spawn",
            "WAITING, time, LAUNCHING, wake 3000; spawn",
            "WAITING, stop, STOPPED, sleep; stopped",
            "WAITING, impossible, ERRORED, sleep; errored no such file; wake 60000",
            "STOPPING, start, RESTARTING",
            "STOPPING, restart, RESTARTING",
            "STOPPING, reload, RESTARTING",
            "STOPPING, died, STOPPED, sleep; stopped",
            "STOPPING, left, STOPPED, sleep; stopped",
            "STOPPING, done, STOPPED, sleep; stopped",
            "STOPPING, impossible, STOPPED, sleep; stopped",
            "RESTARTING, stop, STOPPING",
            "RESTARTING, died, LAUNCHING, wake 3000; spawn",
            "RESTARTING, left, LAUNCHING, wake 3000; spawn",
            "RESTARTING, done, LAUNCHING, wake 3000; spawn",
            "RESTARTING, impossible, LAUNCHING, wake 3000; spawn",
            "ERRORED, start, LAUNCHING, wake 3000; spawn",
            "ERRORED, restart, LAUNCHING, wake 3000; spawn",
            "ERRORED, reload, LAUNCHING, wake 3000; spawn",
            "ERRORED, time, LAUNCHING, wake 3000; spawn",
            "ERRORED, stop, STOPPED, sleep; stopped");

    private final SupervisionRecorder recorder = new SupervisionRecorder();
    private long nowNanos;
    private Supervision supervision = new Supervision(POLICY, 3 * SECOND, () -> nowNanos, recorder);

    private void tell(String... events) {
        for (String event : events) {
            supervision.handle(EVENTS.get(event));
        }
    }

    static Stream<Arguments> everyPair() {
        Map<String, String[]> decided = new HashMap<>();
        for (String row : TABLE) {
            String[] cells = row.split(", ");
            assertNull(decided.put(cells[0] + cells[1], cells), row);
        }
        List<Arguments> pairs = new ArrayList<>();
        for (InstanceState state : InstanceState.values()) {
            for (String event : EVENTS.keySet()) {
                String[] row = decided.remove(state.name() + event);
                pairs.add(Arguments.of(
                        state,
                        event,
                        row == null ? state : InstanceState.valueOf(row[2]),
                        row == null || row.length < 4 ? "" : row[3]));
            }
        }
        assertEquals(Set.of(), decided.keySet());
        return pairs.stream();
    }

    @ParameterizedTest(name = "{0} + {1} -> {2}: {3}")
    @MethodSource("everyPair")
    void everyPairOfStateAndEventIsDecided(InstanceState from, String event, InstanceState to, String effects) {
        tell(WAYS.get(from).toArray(String[]::new));
        assertEquals(from, supervision.state());
        recorder.take();
        tell(event);
        assertEquals(to, supervision.state());
        assertEquals(effects, recorder.take());
    }

    @Test
    void aWorkerThatKeepsDyingIsStartedEverLaterAndThenNoMore() {
        tell("start", "died", "died", "time", "died", "time", "died");
        assertEquals(InstanceState.ERRORED, supervision.state());
        assertEquals(
                List.of("restart 0", "restart 100", "restart 150", "errored died early 4 times in a row"),
                recorder.only("restart", "errored"));
    }

    @Test
    void aWorkerThatDiesSlowlyForEverIsNeverGivenUpButStartedEverLater() {
        tell("start");
        for (int i = 0; i < 100; i++) {
            nowNanos += 2 * SECOND;
            tell("died", "time");
        }
        List<String> delays = recorder.only("restart");
        assertEquals(List.of("restart 0", "restart 100", "restart 150"), delays.subList(0, 3));
        assertEquals("restart 15000", delays.getLast());
        assertEquals(100, delays.size());
    }

    @Test
    void aWorkerThatLivesLongIsStartedAtOnceHoweverOftenItDies() {
        tell("start");
        for (int i = 0; i < 100; i++) {
            nowNanos += 31 * SECOND;
            tell("died");
            assertEquals(InstanceState.LAUNCHING, supervision.state());
        }
    }

    @Test
    void aWorkerThatHasProvedItselfMayDieYoung() {
        tell("start");
        for (int i = 0; i < 100; i++) {
            tell("proved", "died");
            assertEquals(InstanceState.LAUNCHING, supervision.state());
        }
    }

    @Test
    void aWorkerThatLeavesInGoodTimeIsNoFailureHoweverOftenItDoes() {
        tell("start");
        for (int i = 0; i < 100; i++) {
            nowNanos += 2 * SECOND;
            tell("left");
            assertEquals(InstanceState.LAUNCHING, supervision.state());
        }
    }

    @Test
    void aStartAfterGivingUpHasTheWholePatienceAgain() {
        tell("start", "died", "died", "time", "died", "time", "died", "start", "died", "died", "time", "died");
        assertEquals(InstanceState.WAITING, supervision.state());
    }

    @Test
    void whatHasBeenGivenUpIsTriedOnceAfterALongRest() {
        tell("start", "died", "died", "time", "died", "time", "died", "time");
        assertEquals(InstanceState.LAUNCHING, supervision.state());
        tell("ready");
        nowNanos += SECOND / 2;
        tell("died");
        assertEquals(InstanceState.ERRORED, supervision.state());
    }

    @Test
    void whatHasHealedIsHealthyAgain() {
        tell("start", "died", "died", "time", "died", "time", "died", "time", "ready");
        nowNanos += 2 * SECOND;
        tell("died", "time", "died");
        assertEquals(InstanceState.WAITING, supervision.state());
    }

    @Test
    void anAppThatIsNotRestartedStopsWithItsProcess() {
        supervision = new Supervision(POLICY.withAutomatic(false), SECOND, () -> nowNanos, recorder);
        tell("start", "died");
        assertEquals(InstanceState.STOPPED, supervision.state());
    }

    @Test
    void silenceIsConsentOnlyWhereItWasAgreed() {
        tell("start", "ready");
        supervision.handle(new InstanceEvent.Reload(SECOND, true));
        recorder.take();
        tell("time");
        assertEquals("sleep; promote", recorder.take());
    }

    @Test
    void otherRulesHoldForTheNextDeath() {
        tell("start");
        supervision.rules(POLICY.withMaxEarlyDeaths(0), SECOND);
        tell("died");
        assertEquals(InstanceState.ERRORED, supervision.state());
    }
}
