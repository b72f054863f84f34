package millrace.loop;

import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Two connections of one loop, the sockets at their other ends, and a relay from the first to the second. */
final class RelayFixture implements AutoCloseable {
    /** What a connection's own handler hears. */
    static final class Heard implements StreamHandler {
        final CompletableFuture<IOException> closed = new CompletableFuture<>();
        final CompletableFuture<Boolean> writable = new CompletableFuture<>();
        private final CompletableFuture<Connection> opened = new CompletableFuture<>();
        private final BlockingQueue<Byte> bytes = new LinkedBlockingQueue<>();
        Connection connection;
        volatile boolean keep;
        volatile boolean ended;
        volatile boolean timedOut;
        Runnable onTimeout = () -> {};
        private volatile int seen;

        @Override
        public int onData(Connection source, byte[] buffer, int offset, int length) {
            seen = length;
            if (keep) {
                return 0;
            }
            for (int i = 0; i < length; i++) {
                bytes.add(buffer[offset + i]);
            }
            return length;
        }

        @Override
        public void onWritable(Connection source) {
            writable.complete(source.inlet == null);
        }

        @Override
        public void onEnd(Connection source) {
            ended = true;
            source.end();
        }

        @Override
        public void onTimeout(Connection source) {
            timedOut = true;
            onTimeout.run();
            source.abort();
        }

        @Override
        public void onClosed(Connection source, IOException cause) {
            closed.complete(cause);
        }

        byte next() throws InterruptedException {
            Byte next = bytes.poll(LoopFixture.DEADLINE_SECONDS, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("no byte has come");
            }
            return next;
        }

        /** Returns when the handler has been offered so many bytes. */
        void await(int length) {
            while (seen < length) {
                Thread.onSpinWait();
            }
        }
    }

    final LoopFixture fixture;
    final Heard source = new Heard();
    final Heard sink = new Heard();
    final Socket sourceSocket;
    final Socket sinkSocket;
    final CompletableFuture<IOException> failure = new CompletableFuture<>();
    volatile CompletableFuture<Relay.End> ended = new CompletableFuture<>();
    volatile IOException cause;
    final Relay relay = new Relay((_, end, why) -> {
        cause = why;
        ended.complete(end);
    });

    RelayFixture(PollerKind kind) throws Exception {
        fixture = new LoopFixture(kind);
        sourceSocket = connect(source);
        sinkSocket = connect(sink);
    }

    private Socket connect(Heard heard) throws Exception {
        Listener listener = fixture.listen(connection -> {
            heard.opened.complete(connection);
            return heard;
        });
        Socket socket = LoopFixture.client(listener);
        heard.connection = LoopFixture.await(heard.opened);
        return socket;
    }

    void start(long bytes) throws Exception {
        fixture.on(() -> {
            relay.start(source.connection, sink.connection, bytes);
            return null;
        });
    }

    Relay.End end() throws Exception {
        Relay.End end = LoopFixture.await(ended);
        ended = new CompletableFuture<>();
        return end;
    }

    /** Returns when the sink takes no more, or pauses at least. */
    void awaitStandstill() throws Exception {
        while (!fixture.on(relay::waitsForSink)) {
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() throws IOException {
        fixture.close();
        sourceSocket.close();
        sinkSocket.close();
    }
}
