package millrace.cli.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** {@code millrace gateway} as a process of its own, as the launcher starts it, but from this build's classes. */
final class StartedGateway implements AutoCloseable {
    private static final long LONGEST_SECONDS = 60;
    private static final long LOOK_MILLIS = 100;

    private final Path folder;
    private final List<ProcessHandle> started = new ArrayList<>();
    private final List<String> environment = new ArrayList<>();
    private Process process;

    StartedGateway(Path folder) {
        this.folder = folder;
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Writes a configuration that serves a text on a port. */
    void configure(String main, int port, String http) throws IOException {
        Files.writeString(
                folder.resolve("nginx.conf"),
                """
                %s
                pid nginx.pid;
                error_log error.log info;
                events { }
                http {
                    access_log off;
                    %s
                    server { listen 127.0.0.1:%d; }
                }
                """
                        .formatted(main, http, port));
    }

    /** A variable that those have which are started from now on: {@code NAME=value}. */
    void environment(String variable) {
        environment.add(variable);
    }

    /** The command line of a JVM that runs it with these words, in the folder. */
    private List<String> command(List<String> words) {
        List<String> command = new ArrayList<>(List.of(
                "env",
                "--block-signal=TERM,INT,HUP,QUIT,USR1,USR2,WINCH,CHLD",
                "_JAVA_SR_SIGNUM=60",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xrs",
                "-XX:TieredStopAtLevel=1",
                "--module-path",
                System.getProperty("jdk.module.path"),
                "--add-modules",
                "millrace.cli",
                "--enable-native-access=millrace.os",
                "--illegal-native-access=deny",
                "millrace.cli.gateway.GatewayCommand",
                "-p",
                folder.toString(),
                "-e",
                "error.log",
                "-c",
                "nginx.conf"));
        command.addAll(words);
        command.addAll(2, environment);
        return command;
    }

    /** A command that ends by itself: its exit code, and what it has said. */
    Outcome run(String... words) throws IOException, InterruptedException {
        Path out = Files.createTempFile("gateway", ".out");
        Path err = Files.createTempFile("gateway", ".err");
        Process command = new ProcessBuilder(command(List.of(words)))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        if (!command.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
            command.destroyForcibly();
            fail("it does not end: " + Files.readString(err));
        }
        Outcome outcome = new Outcome(command.exitValue(), Files.readString(out), Files.readString(err));
        Files.delete(out);
        Files.delete(err);
        return outcome;
    }

    /** A command that may not end by itself. */
    Process begin(String... words) throws IOException {
        Process command = new ProcessBuilder(command(List.of(words)))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        started.add(command.toHandle());
        return command;
    }

    /**
     * What a command has left.
     *
     * @param code its exit code
     */
    record Outcome(int code, String out, String err) {}

    /** Starts it in the foreground; returns when its pid file is there. */
    void start() throws IOException {
        process = begin();
        await("the pid file", () -> Files.exists(folder.resolve("nginx.pid")) || !process.isAlive());
        assertTrue(process.isAlive(), () -> text("output"));
    }

    /** The process in the pid file, which is ended with this object. */
    ProcessHandle pid() {
        ProcessHandle handle =
                ProcessHandle.of(Long.parseLong(text("nginx.pid").strip())).orElseThrow();
        started.add(handle);
        return handle;
    }

    Process process() {
        return process;
    }

    String text(String name) {
        try {
            return Files.exists(folder.resolve(name)) ? Files.readString(folder.resolve(name)) : "";
        } catch (IOException e) {
            return fail(e);
        }
    }

    /** Waits until something in the folder makes it true. */
    void await(String what, BooleanSupplier condition) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_SECONDS);
        try (WatchService watch = FileSystems.getDefault().newWatchService()) {
            folder.register(watch, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_DELETE,
                    StandardWatchEventKinds.ENTRY_MODIFY);
            while (!condition.getAsBoolean()) {
                if (System.nanoTime() - end > 0) {
                    fail("waited in vain for " + what + ":\n" + text("output") + text("error.log"));
                }
                var key = watch.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                if (key != null) {
                    key.pollEvents();
                    key.reset();
                }
            }
        } catch (InterruptedException e) {
            fail(e);
        }
    }

    void awaitLog(String text) throws IOException {
        await("the line \"" + text + "\"", () -> text("error.log").contains(text));
    }

    static void signal(ProcessHandle process, String name) throws IOException, InterruptedException {
        assertEquals(0, new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor());
    }

    /** The first line of the answer to a request on a connection of its own. */
    static String ask(int port) throws IOException {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            client.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            String answer = new String(client.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            return answer.substring(0, Math.max(0, answer.indexOf('\r')));
        }
    }

    int exitCode() throws InterruptedException {
        assertTrue(process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS), "it does not end");
        return process.exitValue();
    }

    @Override
    public void close() {
        started.forEach(ProcessHandle::destroyForcibly);
    }
}
