package millrace.loop;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;

/** Stands between a client and a server, and hands each byte on by itself, in both directions. */
final class Drip implements AutoCloseable {
    private final ServerSocket door;
    private final InetSocketAddress server;

    Drip(InetSocketAddress server) throws IOException {
        this.server = server;
        door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    /** A connection to the server. */
    Socket client() throws IOException {
        Socket client = new Socket(door.getInetAddress(), door.getLocalPort());
        Socket near = door.accept();
        Socket far = new Socket(server.getAddress(), server.getPort());
        near.setTcpNoDelay(true);
        far.setTcpNoDelay(true);
        Thread.ofVirtual().start(() -> pass(near, far));
        Thread.ofVirtual().start(() -> pass(far, near));
        return client;
    }

    private static void pass(Socket from, Socket to) {
        try (from; to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int octet = in.read(); octet >= 0; octet = in.read()) {
                out.write(octet);
            }
        } catch (SocketException over) {
            return; // The test has closed one of them, and try has closed the other.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
