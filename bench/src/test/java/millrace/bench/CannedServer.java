package millrace.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A server of plain sockets, with a thread for each connection: does to it whatever a test wants. */
final class CannedServer implements AutoCloseable {
    /** What becomes of a connection, which is closed afterwards. */
    interface Deed {
        void on(Socket client) throws Exception;
    }

    private final ServerSocket socket = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());

    CannedServer(Deed deed) throws IOException {
        Thread.ofVirtual().start(() -> {
            while (!socket.isClosed()) {
                try {
                    Socket client = socket.accept();
                    Thread.ofVirtual().start(() -> serve(client, deed));
                } catch (IOException e) {
                    if (!socket.isClosed()) {
                        throw new UncheckedIOException(e);
                    }
                }
            }
        });
    }

    private static void serve(Socket client, Deed deed) {
        try (client) {
            deed.on(client);
        } catch (Exception e) {
            // The client has left, as it may: these servers are broken on purpose.
            assert e instanceof IOException || e instanceof InterruptedException : e;
        }
    }

    /** Answers every request by these bytes. */
    static Deed answering(String answer) {
        return client -> {
            while (readHead(client.getInputStream())) {
                client.getOutputStream().write(answer.getBytes(ISO_8859_1));
            }
        };
    }

    /** Whether a request has come; it has no body. */
    static boolean readHead(InputStream in) throws IOException {
        int ends = 0;
        while (ends < 2) {
            int c = in.read();
            if (c < 0) {
                return false;
            }
            ends = c == '\n' ? ends + 1 : c == '\r' ? ends : 0;
        }
        return true;
    }

    String url() {
        return "http://127.0.0.1:" + socket.getLocalPort() + "/";
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
