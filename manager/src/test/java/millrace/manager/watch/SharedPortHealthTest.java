package millrace.manager.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import millrace.cluster.AppSpec;
import millrace.cluster.Primary;
import millrace.cluster.PrimaryEvents;
import millrace.cluster.Worker;
import millrace.manager.config.HealthConfig;
import millrace.os.Signal;
import millrace.os.Signals;
import org.junit.jupiter.api.Test;

/** Two Node workers share a port, and one of them hangs. */
class SharedPortHealthTest {
    private static final String APP = "require('http').createServer((q, s) => s.end('hi')).listen(process.argv[1])";

    private final LinkedBlockingQueue<Worker> listening = new LinkedBlockingQueue<>();
    private Primary primary;

    private HealthCheck check(LoopThread loop, Worker worker, HealthConfig config, CompletableFuture<String> hung) {
        Probe probe = Probe.of(
                loop.loop(), config, Path.of("/"), Map.of(), port -> primary.dial(worker, port));
        return new HealthCheck(loop.loop(), probe, config, hung::complete);
    }

    @Test
    void theOneThatHangsIsFoundOutAndTheOtherIsWell() throws Exception {
        assumeTrue(Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "node"))),
                "SKIPPED: node is not in PATH; install Node 18 or later to run this test");
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        AppSpec spec = AppSpec.of("hi", List.of("node", "-e", APP, "" + port)).withInstances(2);
        HealthConfig config = new HealthConfig(
                HealthConfig.Probe.HTTP, "http://localhost:" + port + "/", 20, 2_000, 2, 0);
        try (LoopThread loop = new LoopThread()) {
            primary = loop.on(() -> Primary.start(loop.loop(), spec, new PrimaryEvents() {
                @Override
                public void listening(Worker worker, String address) {
                    listening.add(worker);
                }
            }));
            Worker first = listening.poll(60, TimeUnit.SECONDS);
            Worker second = listening.poll(60, TimeUnit.SECONDS);
            Signals.send(first.pid(), Signal.SIGSTOP);
            CompletableFuture<String> firstHangs = new CompletableFuture<>();
            CompletableFuture<String> secondHangs = new CompletableFuture<>();
            loop.on(() -> check(loop, first, config, firstHangs));
            HealthCheck other = loop.on(() -> check(loop, second, config, secondHangs));
            assertEquals("no answer within 2000 ms, 2 times in a row", LoopThread.get(firstHangs));
            assertNull(secondHangs.getNow(null));
            loop.on(() -> {
                other.close();
                return null;
            });
            loop.on(() -> {
                primary.kill(first);
                return null;
            });
            loop.await(() -> primary.stop());
        }
    }
}
