package millrace.loop;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between a peer and a loop, and gives the loop what the peer sends in pieces: it has read each of them before the next
 * one comes. What the loop sends goes on as it is.
 */
final class CutRelay implements AutoCloseable {
    /** In place of where it is cut. */
    static final int EACH_BYTE = 0;

    private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final LoopFixture loop;
    private final boolean loopConnects;

    /** Where what comes is cut from the next connection on. */
    volatile int cut = Integer.MAX_VALUE;

    /** What came on the last connection. */
    final AtomicInteger bytes = new AtomicInteger();

    /** @param loopConnects whether it is the loop that connects, and the peer that is connected to */
    CutRelay(LoopFixture loop, InetSocketAddress to, boolean loopConnects) throws IOException {
        this.loop = loop;
        this.loopConnects = loopConnects;
        Thread.startVirtualThread(() -> serve(to));
    }

    InetSocketAddress address() {
        return (InetSocketAddress) door.getLocalSocketAddress();
    }

    private void serve(InetSocketAddress to) {
        try {
            while (!door.isClosed()) {
                Socket from = door.accept();
                Socket on = new Socket(to.getAddress(), to.getPort());
                from.setTcpNoDelay(true);
                on.setTcpNoDelay(true);
                int at = cut;
                Thread.startVirtualThread(() -> pass(from, on, loopConnects ? Integer.MAX_VALUE : at, !loopConnects));
                Thread.startVirtualThread(() -> pass(on, from, loopConnects ? at : Integer.MAX_VALUE, loopConnects));
            }
        } catch (IOException closed) {
            if (!door.isClosed()) {
                throw new AssertionError(closed);
            }
        }
    }

    private void pass(Socket from, Socket to, int at, boolean counts) {
        byte[] buffer = new byte[1 << 16];
        int all = 0;
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                for (int i = 0; i < n;) {
                    int end = at == EACH_BYTE ? i + 1 : at > all + i && at < all + n ? at - all : n;
                    out.write(buffer, i, end - i);
                    i = end;
                    if (at != Integer.MAX_VALUE) {
                        loop.nextTurn();
                        loop.nextTurn();
                    }
                }
                all += n;
                if (counts) {
                    bytes.set(all);
                }
            }
            to.shutdownOutput();
        } catch (Exception over) {
            end(from); // One of the two has gone without a word, as some do.
            end(to);
        }
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
