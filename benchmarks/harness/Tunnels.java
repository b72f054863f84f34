package harness;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.SocketFactory;

/**
 * Connections that speak something else after HTTP, as WebSockets do, through a proxy to an echo of our own. The bytes are
 * not framed: a proxy does not look at them.
 */
final class Tunnels implements AutoCloseable {
    private static final byte[] REQUEST = ascii("GET /tunnel HTTP/1.1\r\nHost: tunnel\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
    private static final byte[] SWITCHED = ascii("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
    private static final byte[] MESSAGE = ascii("are you still there?");
    private static final int TIMEOUT_MILLIS = 10_000;

    private final ServerSocket echo = new ServerSocket(0, 1_024, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Socket> clients = new ArrayList<>();
    private final List<Progress> all = new ArrayList<>();
    private final AtomicLong echoed = new AtomicLong();
    private volatile boolean over;

    Tunnels() throws IOException {
        threads.execute(() -> {
            try {
                while (true) {
                    Socket accepted = echo.accept();
                    threads.execute(() -> echo(accepted));
                }
            } catch (IOException e) {
                if (!over) {
                    Report.progress("the echo ends: " + e);
                }
            }
        });
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Where the proxy leads to. */
    int port() {
        return echo.getLocalPort();
    }

    long echoed() {
        return echoed.get();
    }

    /** Tunnels that have ended although nobody has ended them. */
    long ended() {
        return Progress.ended(all);
    }

    /** Tunnels that have ended or say nothing any more: looks for a while. */
    long silent() throws InterruptedException {
        return Progress.silent(all);
    }

    static String readHead(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        int newlines = 0;
        while (newlines < 2) {
            int c = in.read();
            if (c < 0) {
                throw new EOFException("closed within a head");
            }
            head.append((char) c);
            newlines = c == '\n' ? newlines + 1 : c == '\r' ? newlines : 0;
        }
        return head.toString();
    }

    private void echo(Socket socket) {
        try (socket) {
            readHead(socket.getInputStream());
            socket.getOutputStream().write(SWITCHED);
            socket.getInputStream().transferTo(socket.getOutputStream());
        } catch (IOException e) {
            if (!over) {
                Report.progress("a tunnel's end: " + e.getMessage());
            }
        }
    }

    /** Opens tunnels, each of which says something once a second from now on. */
    void open(int count, InetSocketAddress proxy) throws IOException {
        open(count, proxy, SocketFactory.getDefault());
    }

    /** The same through sockets that may encrypt. */
    void open(int count, InetSocketAddress proxy, SocketFactory sockets) throws IOException {
        for (int i = 0; i < count; i++) {
            Socket socket = sockets.createSocket();
            clients.add(socket);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.connect(proxy, TIMEOUT_MILLIS);
            socket.getOutputStream().write(REQUEST);
            readHead(socket.getInputStream());
            Progress progress = new Progress();
            all.add(progress);
            threads.execute(() -> talk(socket, progress));
        }
    }

    private void talk(Socket socket, Progress progress) {
        try {
            while (!over) {
                socket.getOutputStream().write(MESSAGE);
                if (socket.getInputStream().readNBytes(MESSAGE.length).length < MESSAGE.length) {
                    throw new EOFException("closed");
                }
                echoed.incrementAndGet();
                progress.step();
                TimeUnit.SECONDS.sleep(1);
            }
        } catch (IOException e) {
            if (!over) {
                progress.end(e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What ends from now on is of no interest. */
    void end() {
        over = true;
    }

    @Override
    public void close() throws IOException {
        over = true;
        for (Socket client : clients) {
            client.close();
        }
        echo.close();
        threads.shutdownNow();
    }
}
