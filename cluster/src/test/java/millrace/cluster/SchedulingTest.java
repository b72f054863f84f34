package millrace.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import millrace.os.Signal;
import org.junit.jupiter.api.Test;

/** Who gets a connection, with real workers; what is decided and why is in {@link TurnsTest}. */
class SchedulingTest {

    private static int workerOf(KeptAlive connection) throws IOException {
        return Integer.parseInt(connection.ask("/").split(" ")[1]);
    }

    /** The primary has heard that all connections are accepted: before, a worker may count as slow, and is passed over. */
    private static void awaitAccepted(RunningApp app) {
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            while (app.workers().stream().anyMatch(worker -> app.on(worker::connectionsUnderWay) > 0)) {
                Thread.onSpinWait();
            }
        });
    }

    private static void closeAll(List<KeptAlive> connections) throws IOException {
        for (KeptAlive connection : connections) {
            connection.close();
        }
    }

    @Test
    void whoHasLostItsConnectionsGetsTheNextOnes() throws IOException {
        int port = Node.freePort();
        AppSpec spec = Node.app("web.js", "" + port).withInstances(2).withScheduling(Scheduling.LEAST_CONNECTIONS);
        try (RunningApp app = new RunningApp(spec)) {
            app.await(2, "listening");
            TreeMap<Integer, List<KeptAlive>> byWorker = new TreeMap<>();
            for (int i = 0; i < 6; i++) {
                KeptAlive connection = new KeptAlive(port);
                byWorker.computeIfAbsent(workerOf(connection), id -> new ArrayList<>()).add(connection);
                awaitAccepted(app);
            }
            assertEquals(List.of(3, 3), byWorker.values().stream().map(List::size).toList());
            closeAll(byWorker.get(2));
            Worker second = app.workers().getLast();
            assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
                while (app.on(second::openConnections) != 0) {
                    Thread.onSpinWait();
                }
            });
            List<KeptAlive> next = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                next.add(new KeptAlive(port));
                assertEquals(2, workerOf(next.getLast()));
                awaitAccepted(app);
            }
            closeAll(next);
            closeAll(byWorker.get(1));
        }
    }

    @Test
    void clientsOfOneAddressStayWithTheirInstanceEvenWhenItsWorkerIsKilled() throws IOException {
        int port = Node.freePort();
        AppSpec spec = Node.app("web.js", "" + port).withInstances(2).withScheduling(Scheduling.STICKY);
        try (RunningApp app = new RunningApp(spec)) {
            app.await(2, "listening");
            int[] before = new int[24];
            for (int client = 0; client < before.length; client++) {
                before[client] = askFrom(client, port);
                assertEquals(before[client], askFrom(client, port));
            }
            TreeSet<Integer> all = new TreeSet<>();
            for (int worker : before) {
                all.add(worker);
            }
            assertEquals(2, all.size());
            RunningApp.kill(app.workers().getFirst(), Signal.SIGKILL);
            app.await(3, "listening");
            for (int client = 0; client < before.length; client++) {
                int now = askFrom(client, port);
                assertTrue(now == (before[client] == 1 ? 3 : before[client]), before[client] + " became " + now);
            }
        }
    }

    private static int askFrom(int client, int port) throws IOException {
        try (KeptAlive connection = new KeptAlive("127.0.1." + (client + 1), port)) {
            return workerOf(connection);
        }
    }
}
