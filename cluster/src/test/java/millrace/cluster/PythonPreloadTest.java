package millrace.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import millrace.os.Signal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The scripts that Python loads before a worker's program: it does not notice, and its clients do not notice its end. */
class PythonPreloadTest {
    private static final Path PYTHON = Path.of("/usr/bin/python3");
    private static final int CLIENTS = 10;
    private static final RestartPolicy ONCE =
            RestartPolicy.DEFAULT.withFinalExitCodes(Set.of(0)).withMaxEarlyDeaths(0);

    @TempDir
    private Path folder;

    private static AppSpec python(String... arguments) {
        assumeTrue(Files.isExecutable(PYTHON), "SKIPPED: there is no python3; apt-get install python3 to run this test");
        List<String> command = new ArrayList<>(List.of(PYTHON.toString()));
        command.addAll(List.of(arguments));
        return AppSpec.of("python", command)
                .withProtocol(AppSpec.Protocol.REUSEPORT)
                .withRestart(ONCE)
                .withStop(new StopPolicy(TimeUnit.SECONDS.toNanos(20), TimeUnit.SECONDS.toNanos(20))
                        .withSignal(Signal.SIGINT));
    }

    @ParameterizedTest
    @CsvSource({"uvicorn, --fd 3 --log-level warning pages:asgi", "gunicorn, --threads 4 pages:wsgi", "gunicorn, pages:wsgi"})
    void keptConnectionsLoseNothingWhenTheirServerIsReloaded(String server, String options) throws Exception {
        Path program = Path.of("/usr/bin", server);
        assumeTrue(Files.isExecutable(program),
                "SKIPPED: there is no " + server + "; apt-get install " + server + " to run this test");
        int port = Node.freePort();
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(options.split(" ")));
        AppSpec spec = python(command.toArray(String[]::new))
                .withProtocol(AppSpec.Protocol.LISTEN_FDS)
                .withListen(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port))
                .withDirectory(Path.of(getClass().getResource("pages.py").toURI()).getParent());
        AtomicBoolean end = new AtomicBoolean();
        try (RunningApp app = new RunningApp(spec);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            app.await(1, "started");
            List<Future<Integer>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(threads.submit(() -> askOnAndOn(port, end)));
            }
            for (int i = 0; i < 2; i++) {
                ReloadOutcome outcome = app.outcome(() -> app.primary().reload(0));
                assertEquals(ReloadOutcome.Kind.REPLACED, outcome.kind());
                app.await(i + 1, "exited");
            }
            end.set(true);
            for (Future<Integer> client : clients) {
                assertTrue(client.get() > 0);
            }
        }
    }

    private static int askOnAndOn(int port, AtomicBoolean end) throws IOException {
        int answers = 0;
        while (!end.get()) {
            try (KeptAlive connection = new KeptAlive(port)) {
                do {
                    assertTrue(connection.ask("/").startsWith("worker "));
                    answers++;
                } while (!connection.isLast() && !end.get());
            }
        }
        return answers;
    }

    @Test
    void severalInstancesListenOnThePortThatEachOfThemThinksIsItsOwn() {
        int port = Node.freePort();
        String program = "import socket, sys; s = socket.socket(); s.bind(('127.0.0.1', " + port + ")); s.listen();"
                + " print('listens', flush=True); s.accept()";
        try (RunningApp app = new RunningApp(python("-c", program).withInstances(2))) {
            app.await(2, "stdout");
        }
    }

    @Test
    void anotherModuleOfOurNameIsLoadedAndThePathIsAsItWouldBe() throws IOException {
        Files.writeString(folder.resolve("sitecustomize.py"), "import os; os.environ['CUSTOMIZED'] = 'yes'\n");
        String program = "import os, sys; print(os.environ.get('CUSTOMIZED'), sys.path[1] == %r, sys.modules"
                + "['sitecustomize'].__file__ == %r + '/sitecustomize.py', 'millrace' in ' '.join(sys.path))";
        AppSpec spec = python("-c", program.replace("%r", "'" + folder + "'"))
                .withEnvironment(Map.of(PythonPreload.PATH, folder.toString()));
        try (RunningApp app = new RunningApp(spec)) {
            app.await("stdout", "yes True True False");
        }
    }

    @Test
    void aServerThatIsNotAsWeKnowItRunsAllTheSame() throws IOException {
        Files.createDirectory(folder.resolve("uvicorn"));
        Files.writeString(folder.resolve("uvicorn/__init__.py"), "");
        Files.writeString(folder.resolve("uvicorn/server.py"), "name = 'another'\n");
        AppSpec spec = python("-c", "import uvicorn.server; print(uvicorn.server.name)")
                .withEnvironment(Map.of(PythonPreload.PATH, folder.toString()));
        try (RunningApp app = new RunningApp(spec)) {
            app.await("stdout", "another");
            String said = app.await(1, "stderr").getFirst().text();
            assertTrue(said.startsWith("millrace: uvicorn.server is not taught to leave without a loss"), said);
        }
    }
}
