package millrace.cluster;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import millrace.loop.EventLoop;
import millrace.loop.ListenOptions;
import millrace.loop.Listener;
import millrace.loop.ListeningSocket;
import millrace.loop.PollerKind;
import millrace.os.Descriptor;
import millrace.os.OsException;
import millrace.os.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A worker's end of the channel, with a primary that is played by the test. */
class PrimaryLinkTest {
    private static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);

    private EventLoop loop;
    private PrimaryLink link;
    private int primary;

    @BeforeEach
    void connect() throws OsException {
        int[] ends = new int[2];
        OsException.check(Socket.pair(ends), "pair");
        primary = ends[1];
        loop = EventLoop.open("link", PollerKind.EPOLL);
        loop.start();
        link = new PrimaryLink(loop, ends[0]);
        // In place of an exit, which would end the tests.
        link.onDisconnect(() -> {});
        RunningApp.get(loop.submit(() -> {
            link.open();
            return null;
        }));
    }

    @AfterEach
    void end() {
        loop.close();
    }

    @Test
    void whoWaitsForAPortIsToldWhenThePrimaryIsGone() {
        CompletableFuture<Listener> listener = listen();
        Descriptor.close(primary);
        assertTrue(failure(listener).contains("ECANCELED"));
    }

    @Test
    void whoLeavesIsToldWhenThePrimaryIsGoneBeforeOrMeanwhile() {
        CompletableFuture<Void> noted = link.disconnect().toCompletableFuture();
        Descriptor.close(primary);
        noted.orTimeout(60, TimeUnit.SECONDS).join();
        link.disconnect().toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
    }

    @Test
    void aListeningSocketThatGotLostOnItsWayIsAnErrorAndNotAWaitForEver() {
        CompletableFuture<Listener> listener = listen();
        // Until the question has been asked.
        RunningApp.get(loop.submit(() -> null));
        byte[] line = ("{\"cmd\":\"NODE_HANDLE\",\"type\":\"net.Native\",\"msg\":"
                + "{\"cmd\":\"NODE_CLUSTER\",\"ack\":2,\"key\":\"1\",\"data\":null}}\n").getBytes(US_ASCII);
        assertEquals(line.length, Socket.send(primary, MemorySegment.ofArray(line), line.length));
        assertTrue(failure(listener).contains("EMFILE"));
        Descriptor.close(primary);
    }

    /** The primary keeps the socket open, and as long as that is so epoll forgets nothing by itself. */
    @Test
    void aSharedSocketThatWasClosedCanBeOpenedAgainUnderTheSameNumber() throws Exception {
        int shared = ListeningSocket.open(ANY, ListenOptions.DEFAULT);
        int port = ((InetSocketAddress) Socket.localAddress(shared)).getPort();
        CompletableFuture<Void> accepted = new CompletableFuture<>();
        int first = Descriptor.duplicate(shared);
        RunningApp.get(loop.submit(() -> {
            SharedDoor door = new SharedDoor(link, loop, "1", connection -> null, first, () -> {});
            door.open();
            door.close();
            return null;
        }));
        RunningApp.get(loop.submit(() -> {
            int again = Descriptor.duplicate(shared);
            new SharedDoor(link, loop, "2", connection -> {
                accepted.complete(null);
                return null;
            }, again, () -> {}).open();
            return null;
        }));
        try (Client client = Client.connect(port)) {
            accepted.orTimeout(60, TimeUnit.SECONDS).join();
        }
        Descriptor.close(shared);
        Descriptor.close(primary);
    }

    /** The link's own loop serves as the app's. */
    private CompletableFuture<Listener> listen() {
        return link.ask(new ListenRequest(link, loop, ANY, ListenOptions.DEFAULT, connection -> null))
                .toCompletableFuture();
    }

    private static String failure(CompletableFuture<?> result) {
        return assertThrows(CompletionException.class, () -> result.orTimeout(60, TimeUnit.SECONDS).join())
                .getMessage();
    }
}
