package millrace.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import millrace.cluster.AppSpec.Protocol;
import millrace.os.Proc;
import millrace.os.Signal;
import millrace.os.Signals;
import org.junit.jupiter.api.Test;

/** How instances end, with all that they have started, whatever they think of it. */
class StoppingTest {
    private static final long MILLI = 1_000_000;
    private static final StopPolicy QUICK = new StopPolicy(MILLI, 50 * MILLI);
    private static final StopPolicy PATIENT =
            new StopPolicy(TimeUnit.HOURS.toNanos(1), TimeUnit.HOURS.toNanos(1));

    private static AppSpec shell(String script) {
        return AppSpec.of("sh", List.of("sh", "-c", script)).withProtocol(Protocol.NONE).withStop(QUICK);
    }

    private static void stop(RunningApp app) {
        app.outcome(() -> app.primary().stop(0));
        assertEquals(InstanceState.STOPPED, app.instance(0).state());
    }

    private static int pidIn(RunningApp app, String prefix) {
        String line = app.await(1, "stdout " + prefix, event -> event.is("stdout") && event.text().startsWith(prefix))
                .getFirst()
                .text();
        return Integer.parseInt(line.substring(prefix.length()).strip());
    }

    private static boolean runs(int pid) throws IOException {
        Proc process = Proc.of(pid);
        return process != null && process.state() != 'Z';
    }

    @Test
    void theSignalIsTheOneThatTheSpecNames() {
        AppSpec spec = shell("trap 'echo int; exit 5' INT; echo up; while :; do sleep 0.01; done");
        try (RunningApp app = new RunningApp(spec.withStop(PATIENT.withSignal(Signal.SIGINT)))) {
            app.await("stdout", "up");
            stop(app);
            assertEquals("exit code 5", app.all("exited").getFirst().text());
            app.await("stdout", "int");
        }
    }

    @Test
    void aWorkerThatIgnoresTheSignalIsKilled() {
        try (RunningApp app = new RunningApp(shell("trap '' TERM; echo up; while :; do sleep 0.01; done"))) {
            app.await("stdout", "up");
            stop(app);
            assertEquals("killed by SIGKILL", app.all("exited").getFirst().text());
        }
    }

    @Test
    void aChildThatIgnoresTheSignalGoesWithItsParent() throws IOException {
        AppSpec spec = shell("(trap '' TERM; echo child $(exec sh -c 'echo $PPID'); while :; do sleep 0.01; done) & wait");
        try (RunningApp app = new RunningApp(spec)) {
            int child = pidIn(app, "child ");
            assertTrue(runs(child));
            stop(app);
            assertFalse(runs(child));
        }
    }

    @Test
    void aDescendantThatHasLeftTheGroupGoesToo() throws IOException {
        try (RunningApp app = new RunningApp(shell("setsid sh -c 'echo stray $$; exec sleep 1000' & wait"))) {
            int stray = pidIn(app, "stray ");
            assertTrue(runs(stray));
            stop(app);
            assertFalse(runs(stray));
        }
    }

    @Test
    void whatACrashedWorkerHasStartedGoesBeforeItsSuccessorComes() throws IOException {
        AppSpec spec = shell("(trap '' TERM; echo child $(exec sh -c 'echo $PPID'); while :; do sleep 0.01; done) & wait");
        try (RunningApp app = new RunningApp(spec)) {
            int child = pidIn(app, "child ");
            RunningApp.kill(app.workers().getFirst(), Signal.SIGKILL);
            app.await(2, "started");
            assertFalse(runs(child));
        }
    }

    @Test
    void onlyTheWorkerItselfIsEndedWhenTheSpecSaysSo() throws IOException {
        AppSpec spec = shell("sh -c 'echo child $$; exec sleep 1000' & wait").withStop(QUICK.withWholeTree(false));
        try (RunningApp app = new RunningApp(spec)) {
            int child = pidIn(app, "child ");
            stop(app);
            assertTrue(runs(child));
            assertEquals(0, Signals.send(child, Signal.SIGKILL));
        }
    }

    /** Children that start children for ever, in groups of their own and deaf to SIGTERM; bounded, should it go wrong. */
    @Test
    void aForkBombIsEndedWhole() throws IOException {
        String bomb = "trap '' TERM; n=$1; echo bomb; while [ $n -gt 0 ]; do setsid sh $0 $((n - 1)) & sleep 0.05; n=$((n - 1)); done;"
                + " exec sleep 997";
        String script = "printf '%s\\n' \"$BOMB\" > \"$FILE\"; exec sh \"$FILE\" 5";
        Path file = Files.createTempFile("bomb", ".sh");
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("BOMB", bomb);
        environment.put("FILE", file.toString());
        try (RunningApp app = new RunningApp(shell(script).withEnvironment(environment))) {
            app.await(8, "bomb", event -> event.is("stdout") && event.text().equals("bomb"));
            stop(app);
            for (Proc process : Proc.all()) {
                String command = commandOf(process);
                boolean bombed = command.contains(file.toString()) || command.startsWith("sleep\000997");
                assertFalse(bombed && process.state() != 'Z', command);
            }
        } finally {
            Files.delete(file);
        }
    }

    private static String commandOf(Proc process) {
        try {
            return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"));
        } catch (IOException e) {
            return "ended meanwhile: " + e.getMessage();
        }
    }

    /** PM2 stops by signal alone, and apps for it tidy up then. */
    @Test
    void anAppThatTidiesUpAtTheSignalGetsItThoughItHasNothingLeftToServe() {
        int port = Node.freePort();
        AppSpec spec = Node.app("builds.js", "" + port, "tidy").withStop(PATIENT.withSignal(Signal.SIGINT));
        try (RunningApp app = new RunningApp(spec)) {
            app.await(1, "listening");
            stop(app);
            assertEquals("exit code 5", app.all("exited").getFirst().text());
            app.await("stdout", "bye");
        }
    }

    @Test
    void aConnectionThatStaysOpenKeepsAStopForAShorterTimeThanAReload() throws IOException {
        int port = Node.freePort();
        AppSpec spec = Node.app("moods.js", "" + port, "shy").withStop(PATIENT.withStopGraceNanos(MILLI));
        try (RunningApp app = new RunningApp(spec)) {
            app.await(1, "listening");
            try (Client client = Client.connect(port)) {
                assertEquals("1", client.read(1));
                stop(app);
                assertEquals("killed by SIGTERM", app.all("exited").getFirst().text());
            }
        }
    }

    @Test
    void whoServesNothingIsStoppedBySignalAlone() {
        try (RunningApp app = new RunningApp(Node.app("builds.js", "0", "mute").withStop(PATIENT))) {
            app.await(1, "online");
            Worker worker = app.workers().getFirst();
            stop(app);
            assertEquals("killed by SIGTERM", app.all("exited").getFirst().text());
            assertFalse(worker.exitedAfterDisconnect());
        }
    }

    @Test
    void aWorkerIsShutDownByMessage() {
        AppSpec spec = Node.app("builds.js", "0", "polite").withStop(PATIENT.withByMessage(true));
        for (Protocol protocol : List.of(Protocol.CLUSTER, Protocol.IPC)) {
            try (RunningApp app = new RunningApp(spec.withProtocol(protocol))) {
                app.await("message", "{\"listening\":true}");
                stop(app);
                assertEquals("exit code 7", app.all("exited").getFirst().text());
                app.await("stdout", "got shutdown");
                assertEquals(1, app.all("stdout").size());
            }
        }
    }

    @Test
    void aStopWhileAnotherIsUnderWayIsTheSameStop() {
        try (RunningApp app = new RunningApp(shell("echo up; exec sleep 1000"))) {
            app.await("stdout", "up");
            var first = app.on(() -> app.primary().stop(0));
            var second = app.on(() -> app.primary().stop(0));
            RunningApp.get(first);
            RunningApp.get(second);
            assertEquals(1, app.all("exited").size());
        }
    }
}
