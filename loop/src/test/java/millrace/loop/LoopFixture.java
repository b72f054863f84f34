package millrace.loop;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A running loop for a test, and what is asked of it from the test's own thread. */
final class LoopFixture implements AutoCloseable {
    /** A safety net against a test that hangs, never something that a result depends on. */
    static final long DEADLINE_SECONDS = 60;

    final EventLoop loop;

    LoopFixture(PollerKind kind) throws Exception {
        loop = EventLoop.open("test-" + kind, kind);
        loop.start();
        // As it begins it opens a file for a moment, and tests count descriptors.
        on(loop::turns);
    }

    /** Runs on the loop, and waits for the result. */
    <T> T on(Callable<T> computation) throws Exception {
        return await(loop.submit(computation).toCompletableFuture());
    }

    static <T> T await(CompletableFuture<T> future) throws Exception {
        return future.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
    }

    /** Returns when the turn that the loop is in, its closing phase included, is over. */
    void nextTurn() throws Exception {
        long turn = on(loop::turns);
        while (on(loop::turns) == turn) {
            Thread.onSpinWait();
        }
    }

    /** Listens on a free port of the loopback address. */
    Listener listen(Acceptor acceptor) throws Exception {
        return listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), acceptor);
    }

    Listener listen(java.net.SocketAddress address, Acceptor acceptor) throws Exception {
        CompletableFuture<Listener> listening = new CompletableFuture<>();
        loop.execute(() -> Listener.listen(loop, address, ListenOptions.DEFAULT, acceptor)
                .whenComplete((listener, failure) -> {
                    if (failure != null) {
                        listening.completeExceptionally(failure);
                    } else {
                        listening.complete(listener);
                    }
                }));
        return await(listening);
    }

    static Socket client(Listener listener) throws Exception {
        InetSocketAddress address = (InetSocketAddress) listener.address();
        Socket socket = new Socket(address.getAddress(), address.getPort());
        socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(DEADLINE_SECONDS));
        return socket;
    }

    @Override
    public void close() {
        loop.close();
    }
}
