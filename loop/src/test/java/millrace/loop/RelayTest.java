package millrace.loop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import millrace.os.Errno;
import millrace.os.OsException;
import millrace.os.Proc;
import millrace.os.Rlimit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RelayTest {
    /** Two connections of one loop, and the sockets at their other ends. */
    private RelayFixture two;

    @AfterEach
    void close() throws Exception {
        if (two != null) {
            two.close();
        }
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private void send(byte[] bytes) {
        Thread.ofVirtual().start(() -> {
            try {
                two.sourceSocket.getOutputStream().write(bytes);
            } catch (IOException e) {
                two.failure.completeExceptionally(e);
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void aBodyOfKnownLengthArrivesWholeAndTheHandlersGetWhatFollows(PollerKind kind) throws Exception {
        two = new RelayFixture(kind);
        byte[] body = random(9_000_001);
        two.start(body.length - 1);
        send(body);
        byte[] got = two.sinkSocket.getInputStream().readNBytes(body.length - 1);
        assertArrayEquals(Arrays.copyOf(body, body.length - 1), got);
        assertEquals(Relay.End.COMPLETE, two.end());
        assertEquals(body.length - 1, two.relay.movedBytes());
        assertEquals(body[body.length - 1], two.source.next());
        two.sinkSocket.getOutputStream().write(7);
        assertEquals(7, two.sink.next());
    }

    @ParameterizedTest
    @EnumSource
    void whatWasWrittenAndWhatWasReadBeforeGoesFirst(PollerKind kind) throws Exception {
        two = new RelayFixture(kind);
        two.source.keep = true;
        byte[] early = random(20_000);
        two.sourceSocket.getOutputStream().write(early);
        two.source.await(early.length);
        two.fixture.on(() -> two.sink.connection.write("head".getBytes()));
        byte[] late = random(300_000);
        two.source.keep = false;
        two.start(early.length + late.length);
        send(late);
        DataInputStream in = new DataInputStream(two.sinkSocket.getInputStream());
        assertEquals("head", new String(in.readNBytes(4)));
        assertArrayEquals(early, in.readNBytes(early.length));
        assertArrayEquals(late, in.readNBytes(late.length));
        assertEquals(Relay.End.COMPLETE, two.end());
    }

    @ParameterizedTest
    @EnumSource
    void theEndOfTheSourceIsToldWhenAllHasBeenHandedOn(PollerKind kind) throws Exception {
        two = new RelayFixture(kind);
        byte[] body = random(3_000_000);
        two.start(Relay.UNTIL_END);
        Thread.ofVirtual().start(() -> {
            try {
                two.sourceSocket.getOutputStream().write(body);
                two.sourceSocket.shutdownOutput();
            } catch (IOException e) {
                two.failure.completeExceptionally(e);
            }
        });
        assertArrayEquals(body, two.sinkSocket.getInputStream().readNBytes(body.length));
        assertEquals(Relay.End.SOURCE_ENDED, two.end());
        assertEquals(body.length, two.relay.movedBytes());
        assertFalse(two.source.ended, "the relay's owner has heard of it already");
    }

    @ParameterizedTest
    @EnumSource
    void aSinkThatDoesNotReadStopsTheSourceUntilItReadsAgain(PollerKind kind) throws Exception {
        two = new RelayFixture(kind);
        byte[] body = random(64 << 20);
        two.start(body.length);
        send(body);
        two.awaitStandstill();
        assertTrue(two.fixture.on(two.relay::movedBytes) < body.length, "kernel buffers do not hold all of it");
        assertArrayEquals(body, two.sinkSocket.getInputStream().readNBytes(body.length));
        assertEquals(Relay.End.COMPLETE, two.end());
    }

    @ParameterizedTest
    @EnumSource
    void anUpstreamThatResetsInTheMiddleIsToldAsTheSource(PollerKind kind) throws Exception {
        two = new RelayFixture(kind);
        two.start(1 << 20);
        two.sourceSocket.getOutputStream().write(random(1000));
        two.sinkSocket.getInputStream().readNBytes(1000);
        two.sourceSocket.setSoLinger(true, 0);
        two.sourceSocket.close();
        assertEquals(Relay.End.SOURCE_BROKEN, two.end());
        OsException cause = assertInstanceOf(OsException.class, two.cause);
        assertEquals(Errno.ECONNRESET.number(), cause.errno());
        assertEquals(cause, LoopFixture.await(two.source.closed));
        assertTrue(two.fixture.on(two.sink.connection::isOpen));
    }

    @ParameterizedTest
    @EnumSource
    void aClientThatResetsInTheMiddleIsToldAsTheSink(PollerKind kind) throws Exception {
        two = new RelayFixture(kind);
        two.start(Relay.UNTIL_END);
        send(random(1 << 20));
        two.sinkSocket.getInputStream().readNBytes(1000);
        two.sinkSocket.setSoLinger(true, 0);
        two.sinkSocket.close();
        assertEquals(Relay.End.SINK_BROKEN, two.end());
        assertTrue(two.fixture.on(two.source.connection::isOpen));
    }

    @Test
    void aSourceThatIsClosedByTheProgramEndsTheRelay() throws Exception {
        two = new RelayFixture(PollerKind.EPOLL);
        two.start(10);
        two.fixture.loop.execute(two.source.connection::abort);
        assertEquals(Relay.End.SOURCE_BROKEN, two.end());
        assertNull(two.cause);
    }

    @Test
    void aRelayOfAConnectionThatIsClosedAlreadySaysSo() throws Exception {
        two = new RelayFixture(PollerKind.EPOLL);
        two.fixture.loop.execute(two.sink.connection::abort);
        LoopFixture.await(two.sink.closed.handle((ok, failure) -> null));
        two.start(10);
        assertEquals(Relay.End.SINK_BROKEN, two.end());
    }

    @Test
    void aSinkThatWasToldToFinishClosesWhenTheRelayIsOver() throws Exception {
        two = new RelayFixture(PollerKind.EPOLL);
        byte[] body = random(500_000);
        two.start(body.length);
        two.fixture.loop.execute(two.sink.connection::finish);
        send(body);
        assertArrayEquals(body, two.sinkSocket.getInputStream().readAllBytes());
        assertEquals(Relay.End.COMPLETE, two.end());
    }

    @Test
    void aRelayWithoutBytesIsCompleteAtOnce() throws Exception {
        two = new RelayFixture(PollerKind.EPOLL);
        two.start(0);
        assertEquals(Relay.End.COMPLETE, two.end());
    }

    @Test
    void aRelayThatIsStoppedLeavesTheConnectionsToTheirHandlers() throws Exception {
        two = new RelayFixture(PollerKind.EPOLL);
        two.start(10);
        two.fixture.on(() -> {
            two.relay.stop();
            return null;
        });
        two.sourceSocket.getOutputStream().write(5);
        assertEquals(5, two.source.next());
        assertFalse(two.ended.isDone());
    }

    @Test
    void aSourceThatIsSilentForTooLongIsTimedOut() throws Exception {
        two = new RelayFixture(PollerKind.EPOLL);
        two.relay.timeouts(TimeUnit.MILLISECONDS.toNanos(1), TimeUnit.HOURS.toNanos(1));
        two.start(10);
        assertEquals(Relay.End.SOURCE_BROKEN, two.end());
        assertTrue(two.source.timedOut);
        assertFalse(two.sink.timedOut);
    }

    @Test
    void aSinkThatDoesNotReadForTooLongIsToldByTheSourcesCountdown() throws Exception {
        two = new RelayFixture(PollerKind.EPOLL);
        CompletableFuture<Boolean> sinkIsLate = new CompletableFuture<>();
        two.source.onTimeout = () -> sinkIsLate.complete(two.relay.waitsForSink());
        two.relay.timeouts(TimeUnit.HOURS.toNanos(1), TimeUnit.MILLISECONDS.toNanos(300));
        two.start(Relay.UNTIL_END);
        send(random(64 << 20));
        assertTrue(LoopFixture.await(sinkIsLate));
        assertEquals(Relay.End.SOURCE_BROKEN, two.end());
        assertFalse(two.sink.timedOut);
    }

    @ParameterizedTest
    @EnumSource
    void aWriterThatWasToldToWaitHearsOfRoomWhenTheRelayIsOver(PollerKind kind) throws Exception {
        two = new RelayFixture(kind);
        byte[] before = random(32 << 20);
        byte[] body = random(500_000);
        assertFalse(two.fixture.on(() -> two.sink.connection.write(before)));
        two.start(body.length);
        send(body);
        assertArrayEquals(before, two.sinkSocket.getInputStream().readNBytes(before.length));
        assertArrayEquals(body, two.sinkSocket.getInputStream().readNBytes(body.length));
        assertTrue(LoopFixture.await(two.sink.writable), "not before the relay was over");
        assertEquals(Relay.End.COMPLETE, two.end());
    }

    @Test
    void withoutDescriptorsForAPipeBytesAreCopied() throws Exception {
        byte[] body = random(2_000_000);
        // What is needed from files is loaded before there are no descriptors left.
        Errno.describe(new OsException("warm up", Errno.EMFILE.number()).errno());
        try (RelayFixture first = new RelayFixture(PollerKind.EPOLL)) {
            two = first;
            relay(body);
        }
        two = new RelayFixture(PollerKind.EPOLL);
        Rlimit.Range before = Rlimit.NOFILE.get(0);
        Rlimit.NOFILE.set(0, new Rlimit.Range(3, before.hard()));
        try {
            relay(body);
        } finally {
            Rlimit.NOFILE.set(0, before);
        }
    }

    private void relay(byte[] body) throws Exception {
        two.start(body.length);
        send(body);
        assertArrayEquals(body, two.sinkSocket.getInputStream().readNBytes(body.length));
        assertEquals(Relay.End.COMPLETE, two.end());
    }

    @Test
    void relaysThatFollowOneAnotherUseOnePipe() throws Exception {
        two = new RelayFixture(PollerKind.EPOLL);
        byte[] body = random(100_000);
        int before = 0;
        for (int i = 0; i < 20; i++) {
            relay(body);
            int descriptors = Proc.descriptors((int) ProcessHandle.current().pid());
            assertTrue(i == 0 || descriptors == before, descriptors + " after " + before);
            before = descriptors;
        }
    }
}
