package millrace.cli.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import millrace.loop.stall.LoopWatch;

/**
 * {@code millrace runtime} as a process of its own, as the launcher starts it, but from this build's classes. What it
 * prints is kept, for the message of a test that fails.
 */
final class StartedApp implements AutoCloseable {
    private static final long LONGEST_SECONDS = 60;

    private final Process process;
    private final BufferedReader output;
    private final StringBuilder said = new StringBuilder();
    private final int port;

    private StartedApp(Process process, int port) {
        this.process = process;
        this.output = process.inputReader();
        this.port = port;
    }

    /** Returns when all workers listen. */
    static StartedApp start(Path cache, int port, int workers, Path app, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(app.toString(), "-i", Integer.toString(workers)));
        arguments.addAll(List.of(more));
        StartedApp started = run(cache, port, arguments);
        for (int i = 0; i < workers; i++) {
            started.await(line -> line.contains("listening on"));
        }
        return started;
    }

    static StartedApp run(Path cache, int port, List<String> arguments) throws IOException {
        return run(List.of(), cache, port, arguments);
    }

    /** Whether a command can be put before another one. */
    static boolean canRun(List<String> before) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(before);
        command.add("true");
        return new ProcessBuilder(command).start().waitFor() == 0;
    }

    /** @param before what starts it, and what that is given */
    static StartedApp run(List<String> before, Path cache, int port, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(
                "env", "--block-signal=TERM,INT,HUP,QUIT,USR1,USR2,CHLD", "_JAVA_SR_SIGNUM=60",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xrs",
                // A busy machine holds its loop up for as long as it likes, and that is no news here.
                "-D" + LoopWatch.THRESHOLD_PROPERTY + "=0",
                "--module-path", System.getProperty("jdk.module.path"), "--add-modules", "millrace.cli",
                "--enable-native-access=millrace.os", "--illegal-native-access=deny",
                "millrace.cli.Main", "runtime"));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("XDG_CACHE_HOME", cache.toString());
        return new StartedApp(builder.start(), port);
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /** Reads on until a line is as wished. */
    String await(Predicate<String> wish) throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            said.append(line).append('\n');
            if (wish.test(line)) {
                return line;
            }
        }
        return fail("it ended without saying so:\n" + said);
    }

    String said() {
        return said.toString();
    }

    void signal(String name) throws IOException, InterruptedException {
        assertEquals(0, new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor());
    }

    /** Ends it in order. */
    void stop() throws IOException, InterruptedException {
        signal("TERM");
        await(line -> line.endsWith("| stopped"));
        assertEquals(0, exitCode());
    }

    int exitCode() throws IOException, InterruptedException {
        output.lines().forEach(line -> said.append(line).append('\n'));
        if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
            fail("it does not end:\n" + said);
        }
        return process.exitValue();
    }

    /** Workers notice that their primary has gone. */
    @Override
    public void close() {
        process.destroyForcibly();
    }
}
