package millrace.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import millrace.os.Signal;
import org.junit.jupiter.api.Test;

/** Workers that a gateway reaches one by one: each has a port of its own, and it is known who has which. */
class PrivatePortTest {
    private static int port(RunningApp.Event serving) {
        return Integer.parseInt(serving.text());
    }

    private static String ask(RunningApp.Event serving) throws IOException {
        try (KeptAlive connection = new KeptAlive(port(serving))) {
            return connection.ask("/");
        }
    }

    @Test
    void eachWorkerInNodeListensByItselfAndNobodyOnThePortThatItAskedFor() throws IOException {
        int port = Node.freePort();
        AppSpec spec = Node.app("web.js", "" + port).withInstances(2).withScheduling(Scheduling.GATEWAY);
        try (RunningApp app = new RunningApp(spec)) {
            List<RunningApp.Event> serving = app.await(2, "serving");
            assertNotEquals(port(serving.get(0)), port(serving.get(1)));
            for (RunningApp.Event one : serving) {
                assertTrue(ask(one).startsWith("worker " + one.worker().id() + " "));
            }
            assertThrows(ConnectException.class, () -> new KeptAlive(port));
        }
    }

    @Test
    void eachWorkerInJavaListensByItself() throws IOException {
        AppSpec spec = Java.app(KeepingApp.class, "" + Node.freePort()).withInstances(2).withScheduling(Scheduling.GATEWAY);
        try (RunningApp app = new RunningApp(spec)) {
            for (RunningApp.Event one : app.await(2, "serving")) {
                assertTrue(ask(one).startsWith("worker " + one.worker().id() + " "));
            }
        }
    }

    @Test
    void aWorkerThatClosesItsServerAndLivesOnIsReported() {
        AppSpec spec = Node.app("moods.js", "" + Node.freePort(), "returner").withScheduling(Scheduling.GATEWAY);
        try (RunningApp app = new RunningApp(spec)) {
            RunningApp.Event before = app.await(1, "serving").getFirst();
            app.on(() -> app.primary().send(before.worker(), "1"));
            RunningApp.Event after = app.await(2, "serving").getLast();
            assertEquals(before.worker(), after.worker());
            assertNotEquals(port(before), port(after));
            assertEquals(List.of(before.text()), app.all("leaving").stream().map(RunningApp.Event::text).toList());
        }
    }

    @Test
    void atAReloadTheNewOneServesBeforeTheOldOneLeaves() throws IOException {
        AppSpec spec = Node.app("web.js", "" + Node.freePort()).withScheduling(Scheduling.GATEWAY);
        try (RunningApp app = new RunningApp(spec)) {
            RunningApp.Event old = app.await(1, "serving").getFirst();
            try (KeptAlive kept = new KeptAlive(port(old))) {
                kept.ask("/");
                assertEquals(ReloadOutcome.Kind.REPLACED, app.outcome(() -> app.primary().reload(0)).kind());
                assertEquals(old.worker(), app.await(1, "leaving").getFirst().worker());
                // What is kept open has its last answer, and no other connection gets in.
                kept.ask("/");
                assertTrue(kept.isLast());
            }
            app.await(1, "exited");
            assertThrows(ConnectException.class, () -> ask(old));
            assertTrue(ask(app.all("serving").getLast()).startsWith("worker 2 "));
            List<String> order = app.events("serving", "leaving");
            assertEquals(List.of("serving 1", "serving 2", "leaving 1"), order);
        }
    }

    @Test
    void whoDiesIsReportedAndNobodyWaitsForIt() {
        AppSpec spec = Node.app("web.js", "" + Node.freePort()).withScheduling(Scheduling.GATEWAY);
        try (RunningApp app = new RunningApp(spec)) {
            RunningApp.Event old = app.await(1, "serving").getFirst();
            RunningApp.kill(old.worker(), Signal.SIGKILL);
            assertEquals(old.worker(), app.await(1, "leaving").getFirst().worker());
            assertThrows(ConnectException.class, () -> ask(old));
            app.await(2, "serving");
        }
    }

    @Test
    void aProgramWithoutAProtocolInheritsASocketOfItsOwn() throws Exception {
        Path python = Path.of("/usr/bin/python3");
        assumeTrue(Files.isExecutable(python), "SKIPPED: there is no python3; apt-get install python3 to run this test");
        Path script = Path.of(getClass().getResource("activated.py").toURI());
        AppSpec spec = AppSpec.of("python", List.of(python.toString(), script.toString()))
                .withProtocol(AppSpec.Protocol.LISTEN_FDS)
                .withScheduling(Scheduling.GATEWAY)
                .withInstances(2);
        try (RunningApp app = new RunningApp(spec)) {
            app.await(2, "stdout");
            for (RunningApp.Event one : app.await(2, "serving")) {
                assertEquals("worker " + one.worker().pid(), ask(one));
                assertEquals(port(one), app.on(one.worker()::port));
            }
        }
    }
}
