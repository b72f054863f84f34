package millrace.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import millrace.cluster.AppSpec.Protocol;
import millrace.os.Signal;
import org.junit.jupiter.api.Test;

/** Each instance of an app by itself. */
class InstancesTest {
    private static final AppSpec SLEEPER = AppSpec.of("sleeper", List.of("sh", "-c", "echo $MARK; exec sleep 1000"))
            .withProtocol(Protocol.NONE)
            .withInstanceEnvironment(number -> Map.of("MARK", "mark " + number));

    @Test
    void oneInstanceIsStoppedAndStartedAndTheOtherDoesNotNotice() {
        try (RunningApp app = new RunningApp(SLEEPER.withInstances(2))) {
            app.await("stdout", "mark 0");
            app.await("stdout", "mark 1");
            int other = app.instance(1).worker().pid();
            app.outcome(() -> app.primary().stop(0));
            assertEquals(InstanceState.STOPPED, app.instance(0).state());
            assertNull(app.instance(0).worker());
            assertEquals(Signal.SIGTERM.number(), app.instance(0).lastExit().signal());
            app.on(() -> {
                app.primary().start(0);
                return null;
            });
            app.await(2, "mark 0 again", event -> event.is("stdout") && event.text().equals("mark 0"));
            assertEquals(0, app.instance(0).restarts());
            assertEquals(other, app.instance(1).worker().pid());
            assertEquals(0, app.instance(1).restarts());
            assertTrue(app.instance(1).startedAtMillis() > 0);
        }
    }

    @Test
    void theNextStartTakesTheNewSpec() {
        try (RunningApp app = new RunningApp(SLEEPER)) {
            app.await("stdout", "mark 0");
            app.on(() -> {
                app.primary().spec(SLEEPER.withInstanceEnvironment(number -> Map.of("MARK", "new")));
                return null;
            });
            app.outcome(() -> app.primary().restart(0));
            app.await("stdout", "new");
            assertEquals(1, app.instance(0).restarts());
        }
    }

    @Test
    void aRestartOfWhatDoesNotListenDoesNotWaitForItToListen() {
        Readiness patient = Readiness.DEFAULT.withTimeoutNanos(TimeUnit.HOURS.toNanos(1));
        try (RunningApp app = new RunningApp(Node.app("builds.js", "0", "mute").withReadiness(patient))) {
            app.await(1, "online");
            app.outcome(() -> app.primary().restart(0));
            assertEquals(InstanceState.ONLINE, app.instance(0).state());
            assertEquals(1, app.instance(0).restarts());
        }
    }

    @Test
    void aRestartOfABrokenBuildCompletesAndTheViewTells() {
        try (RunningApp app = new RunningApp(SLEEPER)) {
            app.await("stdout", "mark 0");
            app.on(() -> {
                app.primary().spec(AppSpec.of("gone", List.of("/no/such/program")));
                return null;
            });
            app.outcome(() -> app.primary().restart(0));
            assertEquals(InstanceState.ERRORED, app.instance(0).state());
        }
    }

    @Test
    void aStartWhileItStopsIsNotForgotten() {
        AppSpec spec = SLEEPER.withStop(new StopPolicy(0, TimeUnit.HOURS.toNanos(1)));
        try (RunningApp app = new RunningApp(spec)) {
            app.await("stdout", "mark 0");
            app.on(() -> {
                app.primary().stop(0);
                app.primary().start(0);
                return null;
            });
            app.await(2, "started");
            app.await(1, "exited");
            app.await("changed", "0 RESTARTING");
        }
    }

    @Test
    void aRemovedInstanceIsGoneAndItsNumberIsFree() {
        try (RunningApp app = new RunningApp(SLEEPER.withInstances(3))) {
            app.await(3, "stdout");
            app.outcome(() -> app.primary().remove(1));
            assertEquals(
                    List.of(0, 2),
                    app.on(app.primary()::instances).stream().map(InstanceView::number).toList());
            assertThrows(IllegalStateException.class, () -> app.on(() -> app.primary().stop(1)));
            int number = app.on(app.primary()::add);
            assertEquals(1, number);
            assertThrows(IllegalStateException.class, () -> app.on(() -> app.primary().add(1)));
        }
    }

    @Test
    void anAppThatIsNotRestartedStaysDown() {
        AppSpec spec = AppSpec.of("once", List.of("sh", "-c", "exit 3"))
                .withProtocol(Protocol.NONE)
                .withRestart(RestartPolicy.DEFAULT.withAutomatic(false));
        try (RunningApp app = new RunningApp(spec)) {
            app.await(1, "ended");
            assertEquals(InstanceState.STOPPED, app.instance(0).state());
            assertEquals(3, app.instance(0).lastExit().code());
            assertEquals(1, app.all("started").size());
        }
    }

    @Test
    void anInstanceThatWasGivenUpIsTriedAgainAfterItsRest() {
        AppSpec spec = AppSpec.of("ill", List.of("sh", "-c", "exit 1"))
                .withProtocol(Protocol.NONE)
                .withRestart(RestartPolicy.DEFAULT.withMaxEarlyDeaths(1).withHealNanos(1_000_000));
        try (RunningApp app = new RunningApp(spec)) {
            app.await(3, "errored");
            assertTrue(app.all("started").size() >= 4);
            assertEquals(List.of(), app.all("ended"));
        }
    }

    @Test
    void inputReachesTheWorkerAndSignalsReachItAlone() {
        AppSpec spec = AppSpec.of("reader", List.of("sh", "-c", "trap 'echo usr1' USR1; echo up; while read a; do echo got $a; done"))
                .withProtocol(Protocol.NONE)
                .withInput(true);
        try (RunningApp app = new RunningApp(spec)) {
            app.await("stdout", "up");
            Worker worker = app.workers().getFirst();
            assertTrue(app.on(() -> app.primary().writeInput(worker, "one\n".getBytes())));
            app.await("stdout", "got one");
            assertTrue(app.on(() -> app.primary().signal(worker, Signal.SIGUSR1)));
            app.await("stdout", "usr1");
            app.outcome(() -> app.primary().stop(0));
            assertFalse(app.on(() -> app.primary().signal(worker, Signal.SIGUSR1)));
            assertFalse(app.on(() -> app.primary().writeInput(worker, "two\n".getBytes())));
        }
    }
}
