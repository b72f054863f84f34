package millrace.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import millrace.cluster.AppSpec.Protocol;
import millrace.cluster.ReloadOutcome.Kind;
import millrace.os.Signal;
import org.junit.jupiter.api.Test;

/** A new process takes the place of the old one, or does not. */
class ReloadTest {
    private static final long HOUR = TimeUnit.HOURS.toNanos(1);
    private final int port = Node.freePort();

    private AppSpec build(int number, String kind) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("BUILD", Integer.toString(number));
        return Node.app("builds.js", "" + port, kind)
                .withEnvironment(environment)
                .withReadiness(Readiness.DEFAULT.withTimeoutNanos(HOUR).withMomentNanos(1_000_000));
    }

    private static ReloadOutcome reload(RunningApp app, AppSpec next) {
        return RunningApp.get(begin(app, next));
    }

    /** A reload that goes on when this returns. */
    private static CompletionStage<ReloadOutcome> begin(RunningApp app, AppSpec next) {
        return app.on(() -> {
            app.primary().spec(next);
            return app.primary().reload(0);
        });
    }

    private void answers(int build) throws IOException {
        String answer = Client.get(port);
        assertTrue(answer.startsWith("build " + build), answer);
    }

    @Test
    void theNewBuildServesAndTheOldOneIsGone() throws IOException {
        try (RunningApp app = new RunningApp(build(1, "good"))) {
            app.await("changed", "0 ONLINE");
            Worker old = app.workers().getFirst();
            assertEquals(ReloadOutcome.of(Kind.REPLACED), reload(app, build(2, "good")));
            answers(2);
            assertEquals(old.pid(), app.await(1, "exited").getFirst().worker().pid());
            InstanceView view = app.instance(0);
            assertEquals(InstanceState.ONLINE, view.state());
            assertEquals(1, view.restarts());
            assertNotEquals(old.id(), view.worker().id());
            assertEquals(List.of(view.worker()), app.workers());
        }
    }

    @Test
    void noConnectionIsRefusedOrLostOverManyReloads() throws Exception {
        nothingIsLostOver(app -> {
            for (int build = 1; build <= 5; build++) {
                assertEquals(Kind.REPLACED, reload(app, build(build, "good")).kind());
                assertEquals(Kind.REPLACED, app.outcome(() -> app.primary().reload(1)).kind());
            }
        });
    }

    @Test
    void noConnectionIsRefusedOrLostOverRestartsOfAll() throws Exception {
        nothingIsLostOver(app -> {
            for (int i = 0; i < 3; i++) {
                CompletionStage<Void> first = app.on(() -> app.primary().restart(0));
                app.outcome(() -> app.primary().restart(1));
                RunningApp.get(first);
            }
        });
    }

    /** Clients connect one after the other meanwhile, and each gets its answer. */
    private void nothingIsLostOver(Consumer<RunningApp> act) throws InterruptedException {
        try (RunningApp app = new RunningApp(build(0, "good").withInstances(2))) {
            app.await(2, "listening");
            AtomicBoolean over = new AtomicBoolean();
            Throwable[] lost = new Throwable[1];
            Thread client = Thread.ofPlatform().start(() -> {
                try {
                    while (!over.get()) {
                        assertTrue(Client.get(port).startsWith("build "));
                    }
                } catch (IOException | AssertionError e) {
                    lost[0] = e;
                }
            });
            act.accept(app);
            over.set(true);
            client.join();
            assertNull(lost[0]);
        }
    }

    @Test
    void aBuildThatThrowsLeavesTheOldOneInPlace() throws IOException {
        try (RunningApp app = new RunningApp(build(1, "good"))) {
            app.await("changed", "0 ONLINE");
            long started = app.instance(0).startedAtMillis();
            ReloadOutcome outcome = reload(app, build(2, "throws"));
            assertEquals(started, app.instance(0).startedAtMillis());
            assertEquals(ReloadOutcome.kept("the new process ended before it was ready: exit code 1"), outcome);
            answers(1);
            assertEquals(0, app.instance(0).restarts());
        }
    }

    @Test
    void aProgramThatIsNotThereLeavesTheOldOneInPlace() throws IOException {
        try (RunningApp app = new RunningApp(build(1, "good"))) {
            app.await("changed", "0 ONLINE");
            ReloadOutcome outcome = reload(app, AppSpec.of("gone", List.of("/no/such/program")));
            assertEquals(Kind.KEPT, outcome.kind());
            assertTrue(outcome.reason().contains("/no/such/program"), outcome.reason());
            answers(1);
        }
    }

    @Test
    void aBuildThatNeverListensIsEndedAfterItsTimeAndTheOldOneStays() throws IOException {
        try (RunningApp app = new RunningApp(build(1, "good"))) {
            app.await("changed", "0 ONLINE");
            AppSpec mute = build(2, "mute");
            ReloadOutcome outcome = reload(app, mute.withReadiness(mute.readiness().withTimeoutNanos(1_000_000)));
            assertEquals(ReloadOutcome.kept("it was not ready in time"), outcome);
            answers(1);
            app.await(1, "exited");
            assertEquals(1, app.workers().size());
        }
    }

    @Test
    void aSecondReloadMeanwhileIsRefusedAndAStopEndsBothProcesses() {
        try (RunningApp app = new RunningApp(build(1, "good"))) {
            app.await("changed", "0 ONLINE");
            CompletionStage<ReloadOutcome> first = begin(app, build(2, "mute"));
            app.await(2, "started");
            assertEquals(
                    ReloadOutcome.kept("a reload is under way already"), app.outcome(() -> app.primary().reload(0)));
            app.outcome(() -> app.primary().stop(0));
            assertEquals(ReloadOutcome.kept("the app was stopped meanwhile"), RunningApp.get(first));
            assertEquals(2, app.all("exited").size());
            assertEquals(InstanceState.STOPPED, app.instance(0).state());
        }
    }

    @Test
    void aRestartMeanwhileTakesTheNewBuild() throws IOException {
        try (RunningApp app = new RunningApp(build(1, "good"))) {
            app.await("changed", "0 ONLINE");
            CompletionStage<ReloadOutcome> first = begin(app, build(2, "mute"));
            app.await(2, "started");
            app.on(() -> {
                app.primary().spec(build(3, "good"));
                return null;
            });
            app.outcome(() -> app.primary().restart(0));
            assertEquals(ReloadOutcome.kept("the app was restarted meanwhile"), RunningApp.get(first));
            answers(3);
        }
    }

    @Test
    void whenTheOldProcessDiesMeanwhileTheNewOneTakesItsPlace() throws IOException {
        try (RunningApp app = new RunningApp(build(1, "good"))) {
            app.await("changed", "0 ONLINE");
            Worker old = app.workers().getFirst();
            CompletionStage<ReloadOutcome> reload = begin(app, build(2, "told"));
            app.await(2, "online");
            RunningApp.kill(old, Signal.SIGKILL);
            app.await(1, "exited");
            assertEquals(InstanceState.LAUNCHING, app.instance(0).state());
            Worker next = app.instance(0).worker();
            app.on(() -> app.primary().send(next, "1"));
            assertEquals(Kind.REPLACED, RunningApp.get(reload).kind());
            answers(2);
            assertEquals(2, app.all("started").size());
        }
    }

    @Test
    void aProcessOnTrialGetsNoConnectionsBeforeItIsFoundGood() throws IOException {
        Readiness tried = build(1, "good").readiness().withRule(Readiness.Rule.IS_TRIED);
        try (RunningApp app = new RunningApp(build(1, "good").withReadiness(tried))) {
            app.await(1, "listening");
            app.on(() -> {
                app.primary().ready(app.primary().workers().getFirst());
                return null;
            });
            app.await("changed", "0 ONLINE");
            CompletionStage<ReloadOutcome> reload = begin(app, build(2, "good").withReadiness(tried));
            app.await(2, "listening");
            for (int i = 0; i < 10; i++) {
                answers(1);
            }
            Worker candidate = app.instance(0).candidate();
            app.on(() -> {
                app.primary().ready(candidate);
                return null;
            });
            assertEquals(Kind.REPLACED, RunningApp.get(reload).kind());
            answers(2);

            CompletionStage<ReloadOutcome> worse = begin(app, build(3, "good").withReadiness(tried));
            app.await(3, "listening");
            Worker unfit = app.instance(0).candidate();
            app.on(() -> {
                app.primary().unfit(unfit, "it answers 500");
                return null;
            });
            assertEquals(ReloadOutcome.kept("it answers 500"), RunningApp.get(worse));
            answers(2);
        }
    }

    @Test
    void aProcessThatShallSaySoIsReadyWhenItDoes() throws IOException {
        Readiness says = build(1, "says").readiness().withRule(Readiness.Rule.SAYS_SO);
        try (RunningApp app = new RunningApp(build(1, "says").withReadiness(says))) {
            app.await(1, "listening");
            assertEquals(InstanceState.LAUNCHING, app.instance(0).state());
            app.on(() -> app.primary().send(app.primary().workers().getFirst(), "1"));
            app.await("changed", "0 ONLINE");
            CompletionStage<ReloadOutcome> reload = begin(app, build(2, "says").withReadiness(says));
            app.await(2, "listening");
            answers(1);
            Worker candidate = app.instance(0).candidate();
            app.on(() -> app.primary().send(candidate, "1"));
            assertEquals(Kind.REPLACED, RunningApp.get(reload).kind());
            answers(2);
        }
    }

    @Test
    void whatDoesNotRunIsStarted() throws IOException {
        try (RunningApp app = new RunningApp(build(1, "good"))) {
            app.await("changed", "0 ONLINE");
            app.outcome(() -> app.primary().stop(0));
            assertEquals(Kind.STARTED, reload(app, build(2, "good")).kind());
            answers(2);
        }
    }

    @Test
    void twoProcessesThatCannotShareAPortAreNeverThereAtOnce() throws IOException {
        try (RunningApp app = new RunningApp(build(1, "good").withProtocol(Protocol.NONE))) {
            app.await("changed", "0 ONLINE");
            assertEquals(Kind.RESTARTED, reload(app, build(2, "good").withProtocol(Protocol.NONE)).kind());
            assertEquals(2, app.all("started").size());
            assertEquals(1, app.all("exited").size());
        }
    }

    @Test
    void programsThatAreGivenTheirSocketShareIt() throws IOException {
        InetSocketAddress address = new InetSocketAddress("127.0.0.1", port);
        AppSpec first = build(1, "socket").withProtocol(Protocol.LISTEN_FDS).withListen(address);
        try (RunningApp app = new RunningApp(first)) {
            // What LISTEN_PID says is the program's own number.
            app.await("stdout", "0");
            answers(1);
            AppSpec second = build(2, "socket").withProtocol(Protocol.LISTEN_FDS).withListen(address);
            assertEquals(Kind.REPLACED, reload(app, second).kind());
            app.await(2, "stdout");
            app.await(1, "exited");
            answers(2);
        }
    }

    @Test
    void programsWithAPortOfTheirOwnStandBesideEachOther() throws IOException {
        try (RunningApp app = new RunningApp(build(1, "own").withProtocol(Protocol.PORT))) {
            app.await("stdout", "on its own");
            Worker old = app.workers().getFirst();
            assertTrue(Client.get(old.port()).startsWith("build 1"));
            assertEquals(Kind.REPLACED, reload(app, build(2, "own").withProtocol(Protocol.PORT)).kind());
            app.await(2, "stdout");
            Worker next = app.instance(0).worker();
            assertNotEquals(old.port(), next.port());
            assertTrue(Client.get(next.port()).startsWith("build 2"));
        }
    }
}
