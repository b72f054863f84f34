package millrace.cluster;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import millrace.loop.Connection;
import millrace.os.Errno;
import millrace.os.Signal;
import org.junit.jupiter.api.Test;

/** Connections to one worker of those that share a port. */
class DialTest {
    private static final byte[] REQUEST = "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".getBytes(US_ASCII);

    /** The answer of a worker that is dialled. */
    private static CompletableFuture<String> ask(RunningApp app, Worker worker, int port) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        app.on(() -> {
            int fd = app.primary().dial(worker, port);
            assertTrue(fd >= 0, Errno.describe(-fd));
            return Connection.adopt(app.loop(), fd, connection -> {
                connection.write(REQUEST);
                return (from, buffer, offset, length) -> {
                    answer.complete(new String(buffer, offset, length, US_ASCII));
                    return length;
                };
            });
        });
        return answer;
    }

    @Test
    void aConnectionGoesToTheWorkerItWasMeantForWhoeversTurnItIs() throws Exception {
        int port = Node.freePort();
        try (RunningApp app = new RunningApp(Node.app("hello.js", "" + port).withInstances(2))) {
            app.await(2, "listening");
            // Three times the one, then the other.
            for (int i = 0; i < 8; i++) {
                Worker worker = app.workers().get(i % 4 / 3);
                String answer = ask(app, worker, port).get(60, TimeUnit.SECONDS);
                assertTrue(answer.startsWith("HTTP/1.1 200 OK\r\n"), answer);
                assertTrue(answer.contains("worker " + worker.id() + " pid"), answer);
            }
        }
    }

    @Test
    void aWorkerThatHangsDoesNotAnswerAndTheOtherDoes() throws Exception {
        int port = Node.freePort();
        try (RunningApp app = new RunningApp(Node.app("hello.js", "" + port).withInstances(2))) {
            app.await(2, "listening");
            Worker stopped = app.workers().getFirst();
            RunningApp.kill(stopped, Signal.SIGSTOP);
            CompletableFuture<String> none = ask(app, stopped, port);
            assertTrue(ask(app, app.workers().getLast(), port).get(60, TimeUnit.SECONDS).startsWith("HTTP/1.1 200"));
            assertTrue(!none.isDone());
            RunningApp.kill(stopped, Signal.SIGCONT);
            assertTrue(none.get(60, TimeUnit.SECONDS).startsWith("HTTP/1.1 200"));
        }
    }

    @Test
    void aPortThatTheWorkerDoesNotShareIsSaidToBeNone() {
        try (RunningApp app = new RunningApp(Node.app("hello.js", "0"))) {
            app.await(1, "listening");
            Worker worker = app.workers().getFirst();
            assertEquals(-Errno.EADDRNOTAVAIL.number(), app.on(() -> app.primary().dial(worker, 1)));
        }
    }
}
