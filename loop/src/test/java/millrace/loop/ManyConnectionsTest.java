package millrace.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import millrace.os.Descriptor;
import millrace.os.EventFd;
import millrace.os.Rlimit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ManyConnectionsTest {
    private static final int CONNECTIONS = 10_000;

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SELECT")
    void tenThousandConnectionsEachGetTheirAnswer(PollerKind kind) throws Exception {
        assumeTrue(Rlimit.NOFILE.get(0).soft() > CONNECTIONS + 500, "needs ulimit -n " + (CONNECTIONS + 500));
        try (LoopFixture fixture = new LoopFixture(kind)) {
            Listener listener = fixture.listen(_ -> new ConnectionTest.Echo());
            int port = ((InetSocketAddress) listener.address()).getPort();
            Process crowd = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                            "src/test/java/millrace/loop/Crowd.java",
                            Integer.toString(port),
                            Integer.toString(CONNECTIONS))
                    .redirectErrorStream(true)
                    .start();
            try {
                String said = new String(crowd.getInputStream().readAllBytes()).strip();
                assertEquals(CONNECTIONS + " answers", said);
            } finally {
                crowd.destroyForcibly();
            }
        }
    }

    @Test
    void selectSaysWhereItEndsAndGoesOnServingWhatFits() throws Exception {
        List<Integer> taken = new ArrayList<>();
        try (LoopFixture fixture = new LoopFixture(PollerKind.SELECT)) {
            Listener listener = fixture.listen(_ -> new ConnectionTest.Echo());
            int original = EventFd.open().fd();
            taken.add(original);
            while (taken.getLast() < 1024) {
                taken.add(Descriptor.duplicate(original));
            }
            CompletableFuture<Connection> refused = new CompletableFuture<>();
            fixture.on(() -> Connector.connect(fixture.loop, listener.address(), 0, _ -> new ConnectionTest.Echo())
                    .whenComplete((connection, failure) -> {
                        if (failure != null) {
                            refused.completeExceptionally(failure);
                        } else {
                            refused.complete(connection);
                        }
                    }));
            try {
                Connection connection = LoopFixture.await(refused);
                fixture.on(() -> {
                    connection.write(new byte[1]);
                    return null;
                });
                // Connected at once, without the poller: then it is refused when it waits for its first byte.
                while (fixture.on(connection::isOpen)) {
                    Thread.onSpinWait();
                }
            } catch (ExecutionException e) {
                assertTrue(e.getMessage().contains("select ends at descriptor 1023"), e.getMessage());
            }
            assertEquals("alive", fixture.on(() -> "alive"));
        } finally {
            taken.forEach(Descriptor::close);
        }
    }
}
