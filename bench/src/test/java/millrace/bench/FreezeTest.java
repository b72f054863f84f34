package millrace.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import millrace.bench.load.Outcome;
import millrace.bench.load.Run;
import millrace.bench.measure.Distribution;
import millrace.os.Signal;
import millrace.os.Signals;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server that is stuck for a second: what those who wanted to ask meanwhile have waited is in the report. */
@Timeout(300)
class FreezeTest {
    private static final double FREEZE_SECONDS = 1;
    private static final long LONGER_THAN_THE_TEST_SECONDS = 120;
    private static final double RATE = 400;
    private static final int WARM = 200;

    @TempDir
    Path folder;

    /** The JDK's own file server, a process of its own that can be stopped. */
    private Outcome frozen(Bench bench, BufferedReader out, Process server) throws Exception {
        String line = out.readLine();
        while (line != null && !line.contains("URL")) {
            line = out.readLine();
        }
        Run run = bench.duration(Duration.ofSeconds(LONGER_THAN_THE_TEST_SECONDS)).start();
        awaitAnswers(run, WARM);
        assertEquals(0, Signals.send((int) server.pid(), Signal.SIGSTOP));
        // The fault itself lasts: a process that is stopped does not end meanwhile.
        assertFalse(server.waitFor((long) (FREEZE_SECONDS * 1e9), TimeUnit.NANOSECONDS));
        assertEquals(0, Signals.send((int) server.pid(), Signal.SIGCONT));
        // Whoever was due meanwhile is among these.
        awaitAnswers(run, run.progress().answered() + (long) (RATE * FREEZE_SECONDS));
        run.stop();
        return run.outcome().join();
    }

    private Process server(int port) throws IOException {
        Files.writeString(folder.resolve("hello"), "hello");
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dsun.net.httpserver.nodelay=true", "-XX:TieredStopAtLevel=1", "-m", "jdk.httpserver",
                        "-b", "127.0.0.1", "-p", Integer.toString(port), "-d", folder.toString(), "-o", "none")
                .redirectErrorStream(true)
                .start();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private Outcome run(UnaryOperator<Bench> model) throws Exception {
        int port = freePort();
        Process server = server(port);
        try (BufferedReader out = server.inputReader()) {
            return frozen(model.apply(Bench.of("http://127.0.0.1:" + port + "/hello")), out, server);
        } finally {
            server.destroyForcibly();
            server.waitFor(30, TimeUnit.SECONDS);
        }
    }

    private static void awaitAnswers(Run run, long answers) {
        while (run.progress().answered() < answers) {
            assertFalse(run.outcome().isDone(), "the run has ended too early");
            Thread.yield();
        }
    }

    /** So many have waited for half of the freeze or longer. */
    private static void assertWaited(double share, Distribution times) {
        double seconds = times.atPercentile(100 * (1 - share)) / 1e9;
        assertTrue(seconds > 0.5 * FREEZE_SECONDS, () -> share + " of all have waited, from " + seconds + " s on");
    }

    @Test
    void theOpenModelCountsFromTheIntendedTime() throws Exception {
        Outcome outcome = run(bench -> bench.connections(4).rate(RATE));
        assertTrue(outcome.totals().waited() > 0, outcome.totals()::toString);
        // Half of those that were due meanwhile, less some for the moments at either end.
        assertWaited(0.45 * RATE * FREEZE_SECONDS / outcome.latency().count(), outcome.latency());
    }

    @Test
    void theClosedModelIsCorrectedForWhatItDidNotAsk() throws Exception {
        Outcome outcome = run(bench -> bench.connections(2));
        double share = 0.2 * FREEZE_SECONDS * 1e9 / outcome.nanos();
        assertWaited(share, outcome.corrected());
        assertTrue(outcome.latency().atPercentile(100 * (1 - share)) / 1e9 < 0.5 * FREEZE_SECONDS,
                "the raw one has hidden it");
        assertTrue(outcome.latency().maxNanos() / 1e9 > 0.9 * FREEZE_SECONDS);
    }
}
