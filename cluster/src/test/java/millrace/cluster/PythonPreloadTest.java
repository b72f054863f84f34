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
                .withStop(new StopPolicy(TimeUnit.SECONDS.toNanos(40), TimeUnit.SECONDS.toNanos(40))
                        .withSignal(Signal.SIGINT));
    }

    @ParameterizedTest
    // Their own time for idle connections, 5 or 2 s, is shorter than a busy machine may keep a client waiting.
    @CsvSource({
        "uvicorn, --fd 3 --log-level warning --timeout-keep-alive 120 pages:asgi",
        "gunicorn, --threads 4 --keep-alive 120 pages:wsgi",
        "gunicorn, pages:wsgi"
    })
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

    /** As a line in a virtual environment's .pth file does. */
    @Test
    void aPortIsSharedAlsoWhenSomethingHasLoadedSocketsBeforeUs() throws IOException {
        Path script = PythonPreload.folder().resolve("sitecustomize.py");
        String program = "import socket, runpy; runpy.run_path('" + script + "');"
                + " s = socket.socket(); s.bind(('127.0.0.1', 0));"
                + " print('shared', s.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT), flush=True)";
        AppSpec spec = python("-S", "-c", program);
        try (RunningApp app = new RunningApp(spec)) {
            app.await("stdout", "shared 1");
        }
    }

    @Test
    void aPortIsSharedAlsoWithoutATimeToLinger() throws IOException {
        String program = "import os, subprocess, sys; del os.environ['" + PythonPreload.LINGER + "'];"
                + " subprocess.check_call([sys.executable, '-c', 'import socket; s = socket.socket();"
                + " s.bind((\"127.0.0.1\", 0));"
                + " print(\"shared\", s.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT), flush=True)'])";
        try (RunningApp app = new RunningApp(python("-c", program))) {
            app.await("stdout", "shared 1");
        }
    }

    @Test
    void aServerThatLooksWithoutWaitingIsNotMadeToWait() throws IOException {
        Path script = PythonPreload.folder().resolve("millrace_leaving.py");
        String program = "import runpy, types; m = runpy.run_path('" + script + "');"
                + " p = types.SimpleNamespace(select=lambda timeout: timeout); m['look_often'](p);"
                + " print(p.select(0), p.select(0.01), p.select(1), p.select(), flush=True)";
        try (RunningApp app = new RunningApp(python("-c", program))) {
            app.await("stdout", "0 0.01 0.02 0.02");
        }
    }

    @Test
    void gunicornsTimeForRequestsIsNotSpentOnIdleConnections() throws IOException {
        Path script = PythonPreload.folder().resolve("millrace_leaving.py");
        String program = "import runpy; m = runpy.run_path('" + script + "')\n"
                + "class Config:\n"
                + "  graceful_timeout = 30\n"
                + "  def set(self, name, value): setattr(self, name, value)\n"
                + "class Arbiter:\n"
                + "  cfg = Config()\n"
                + "  def handle_term(self): pass\n"
                + "  def stop(self, graceful=True): print(graceful, self.cfg.graceful_timeout, flush=True)\n"
                + "m['teach_arbiter'](Arbiter)\n"
                + "Arbiter().stop(False)\n";
        try (RunningApp app = new RunningApp(python("-c", program))) {
            app.await("stdout", "False 40");
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
