package millrace.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import millrace.os.Descriptor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Nothing that a peer has sent may lie unnoticed, whatever the handler does meanwhile and however the poller tells. */
class ReadinessTest {
    /** Writes until it is told to wait, and pauses when it is told that there is room again. */
    private static final class PausesWhenWritable implements StreamHandler {
        final CompletableFuture<Void> filled = new CompletableFuture<>();
        final CompletableFuture<Connection> writable = new CompletableFuture<>();
        final CompletableFuture<Integer> second = new CompletableFuture<>();

        @Override
        public int onData(Connection connection, byte[] buffer, int offset, int length) {
            if (filled.isDone()) {
                second.complete((int) buffer[offset]);
                return length;
            }
            byte[] piece = new byte[16 * 1024];
            while (connection.write(piece)) {
                assertTrue(connection.isOpen());
            }
            filled.complete(null);
            return length;
        }

        @Override
        public void onWritable(Connection connection) {
            connection.pause();
            writable.complete(connection);
        }
    }

    @ParameterizedTest
    @EnumSource
    void bytesThatCameTogetherWithRoomToWriteAreReadAfterAPause(PollerKind kind) throws Exception {
        PausesWhenWritable handler = new PausesWhenWritable();
        int[] pair = new int[2];
        assertEquals(0, millrace.os.Socket.pair(pair));
        try (LoopFixture fixture = new LoopFixture(kind)) {
            fixture.on(() -> Connection.adopt(fixture.loop, pair[0], _ -> handler));
            send(pair[1], 1);
            LoopFixture.await(handler.filled);
            fixture.nextTurn();
            // While the loop is busy its peer takes everything and sends a byte: one event tells both.
            fixture.on(() -> {
                MemorySegment taken = MemorySegment.ofArray(new byte[1 << 20]);
                while (millrace.os.Socket.receive(pair[1], taken, taken.byteSize()) > 0) {
                    assertFalse(handler.writable.isDone());
                }
                send(pair[1], 2);
                return null;
            });
            Connection connection = LoopFixture.await(handler.writable);
            fixture.nextTurn();
            assertFalse(handler.second.isDone(), "read while paused");
            fixture.on(() -> {
                connection.resume();
                return null;
            });
            assertEquals(2, LoopFixture.await(handler.second));
        } finally {
            Descriptor.close(pair[1]);
        }
    }

    private static void send(int fd, int octet) {
        assertEquals(1, millrace.os.Socket.send(fd, MemorySegment.ofArray(new byte[] {(byte) octet}), 1));
    }

    @ParameterizedTest
    @EnumSource
    void bytesLeftByAHandlerThatPausesAndResumesAtOnceAreOfferedAgain(PollerKind kind) throws Exception {
        CompletableFuture<String> rest = new CompletableFuture<>();
        StreamHandler handler = new StreamHandler() {
            private boolean first = true;

            @Override
            public int onData(Connection connection, byte[] buffer, int offset, int length) {
                if (first) {
                    first = false;
                    connection.pause();
                    connection.resume();
                    return 1;
                }
                rest.complete(new String(buffer, offset, length));
                return length;
            }
        };
        try (LoopFixture fixture = new LoopFixture(kind);
                Socket client = LoopFixture.client(fixture.listen(_ -> handler))) {
            client.getOutputStream().write("abc".getBytes());
            assertEquals("bc", LoopFixture.await(rest));
        }
    }

    @ParameterizedTest
    @EnumSource
    void theEndIsToldAfterTheBytesThatWereAskedForAgain(PollerKind kind) throws Exception {
        List<String> events = new ArrayList<>();
        CompletableFuture<Void> ended = new CompletableFuture<>();
        StreamHandler handler = new StreamHandler() {
            @Override
            public int onData(Connection connection, byte[] buffer, int offset, int length) {
                events.add(new String(buffer, offset, length));
                connection.pause();
                connection.resume();
                return events.size() == 1 ? 1 : length;
            }

            @Override
            public void onEnd(Connection connection) {
                events.add("end");
                ended.complete(null);
            }
        };
        int[] pair = new int[2];
        assertEquals(0, millrace.os.Socket.pair(pair));
        MemorySegment letters = MemorySegment.ofArray("abc".getBytes());
        assertEquals(3, millrace.os.Socket.send(pair[1], letters, 3));
        assertEquals(0, millrace.os.Socket.shutdown(pair[1], millrace.os.Socket.SHUT_WR));
        try (LoopFixture fixture = new LoopFixture(kind)) {
            fixture.on(() -> Connection.adopt(fixture.loop, pair[0], _ -> handler));
            LoopFixture.await(ended);
            assertEquals(List.of("abc", "bc", "end"), fixture.on(() -> List.copyOf(events)));
        } finally {
            Descriptor.close(pair[1]);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aHandlerThatIsReplacedFromWithinLeavesTheRestToTheNext(PollerKind kind) throws Exception {
        CompletableFuture<String> rest = new CompletableFuture<>();
        StreamHandler next = (_, buffer, offset, length) -> {
            rest.complete(new String(buffer, offset, length));
            return length;
        };
        StreamHandler first = (connection, _, _, _) -> {
            connection.handler(next);
            return 1;
        };
        try (LoopFixture fixture = new LoopFixture(kind);
                Socket client = LoopFixture.client(fixture.listen(_ -> first))) {
            client.getOutputStream().write("abc".getBytes());
            assertEquals("bc", LoopFixture.await(rest));
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsKeptAtTheEndOfTheStreamIsOfferedToTheNextHandler(PollerKind kind) throws Exception {
        CompletableFuture<Connection> ended = new CompletableFuture<>();
        StreamHandler first = new StreamHandler() {
            @Override
            public int onData(Connection connection, byte[] buffer, int offset, int length) {
                return 0;
            }

            @Override
            public void onEnd(Connection connection) {
                ended.complete(connection);
            }
        };
        CompletableFuture<String> rest = new CompletableFuture<>();
        StreamHandler next = (_, buffer, offset, length) -> {
            rest.complete(new String(buffer, offset, length));
            return length;
        };
        try (LoopFixture fixture = new LoopFixture(kind);
                Socket client = LoopFixture.client(fixture.listen(_ -> first))) {
            client.getOutputStream().write("abc".getBytes());
            client.shutdownOutput();
            Connection connection = LoopFixture.await(ended);
            fixture.on(() -> {
                connection.handler(next);
                return null;
            });
            assertEquals("abc", LoopFixture.await(rest));
        }
    }

    @ParameterizedTest
    @EnumSource
    void noHandlerIsCalledWithoutBytes(PollerKind kind) throws Exception {
        List<Integer> lengths = new ArrayList<>();
        CompletableFuture<Connection> first = new CompletableFuture<>();
        CompletableFuture<Void> third = new CompletableFuture<>();
        StreamHandler handler = (connection, _, _, length) -> {
            lengths.add(length);
            if (lengths.size() == 1) {
                first.complete(connection);
                return 0; // "a" is kept
            }
            connection.pause();
            connection.resume();
            if (lengths.size() > 2) {
                third.complete(null);
            }
            return length;
        };
        try (LoopFixture fixture = new LoopFixture(kind);
                Socket client = LoopFixture.client(fixture.listen(_ -> handler))) {
            client.getOutputStream().write('a');
            LoopFixture.await(first);
            client.getOutputStream().write('b');
            while (fixture.on(lengths::size) < 2) {
                Thread.onSpinWait();
            }
            client.getOutputStream().write('c');
            LoopFixture.await(third);
            assertEquals(List.of(1, 2, 1), fixture.on(() -> List.copyOf(lengths)));
            assertTrue(first.isDone());
        }
    }
}
