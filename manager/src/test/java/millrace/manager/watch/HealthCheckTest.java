package millrace.manager.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import millrace.manager.config.HealthConfig;
import millrace.os.Descriptor;
import millrace.os.Errno;
import millrace.os.PidFd;
import millrace.os.Pipe;
import millrace.os.Signal;
import millrace.os.Signals;
import millrace.os.Spawn;
import org.junit.jupiter.api.Test;

/** With a server in a process of its own. */
class HealthCheckTest {
    private static final Pattern PORT = Pattern.compile("port (\\d+)");

    @Test
    void aStoppedProcessIsFoundOutThoughTheKernelStillAcceptsForIt() throws Exception {
        Pipe output = Pipe.fromChild();
        String program = Path.of(System.getProperty("java.home"), "bin", "jwebserver").toString();
        PidFd process = new Spawn(program, "-b", "127.0.0.1", "-p", "0").directory(Path.of("/"))
                .descriptor(output.writeEnd(), 1).start();
        Descriptor.close(output.writeEnd());
        CompletableFuture<String> hung = new CompletableFuture<>();
        try (LoopThread loop = new LoopThread()) {
            HealthConfig config = new HealthConfig(
                    HealthConfig.Probe.HTTP, "http://127.0.0.1:" + port(output) + "/", 20, 1000, 2, 3_600_000);
            assertNull(loop.await(() -> HealthCheck.untilWell(loop.loop(), probe(loop, config), 60_000)));
            Signals.send(process.pid(), Signal.SIGSTOP);
            loop.on(() -> {
                HealthCheck check = new HealthCheck(loop.loop(), probe(loop, config), config, hung::complete);
                // Else nothing would count for an hour.
                check.wasWell();
                return check;
            });
            assertEquals("no answer within 1000 ms, 2 times in a row", LoopThread.get(hung));
        } finally {
            process.send(Signal.SIGKILL);
            process.await();
            process.close();
            Descriptor.close(output.readEnd());
        }
    }

    private static Probe probe(LoopThread loop, HealthConfig config) {
        return Probe.of(loop.loop(), config, Path.of("/"), Map.of(), port -> -Errno.EADDRNOTAVAIL.number());
    }

    private static String port(Pipe output) throws IOException {
        BufferedReader lines = new BufferedReader(
                new InputStreamReader(new FileInputStream("/proc/self/fd/" + output.readEnd())));
        while (true) {
            Matcher port = PORT.matcher(lines.readLine());
            if (port.find()) {
                return port.group(1);
            }
        }
    }

    @Test
    void whoIsNotReadyInTimeSaysWhy() throws Exception {
        try (LoopThread loop = new LoopThread()) {
            HealthConfig config = new HealthConfig(HealthConfig.Probe.COMMAND, "exit 1", 20, 200, 2, 0);
            String reason = loop.await(() -> HealthCheck.untilWell(loop.loop(), probe(loop, config), 500));
            assertTrue(reason.startsWith("the command "), reason);
        }
    }
}
