package millrace.gateway.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** An upstream that says what a test wants it to, bytes and endings: each connection has a thread of its own. */
final class RawUpstream implements AutoCloseable {
    /** What one connection does. */
    interface Script {
        void play(Talk talk) throws IOException;
    }

    private final ServerSocket listener;

    private RawUpstream(ServerSocket listener) {
        this.listener = listener;
    }

    static RawUpstream start(Script script) throws IOException {
        RawUpstream upstream = new RawUpstream(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
        Thread.ofVirtual().start(() -> upstream.accept(script));
        return upstream;
    }

    private void accept(Script script) {
        for (int number = 0; !listener.isClosed(); number++) {
            try {
                Talk talk = new Talk(listener.accept(), number);
                Thread.ofVirtual().start(() -> talk.play(script));
            } catch (IOException e) {
                return; // Closed: the test is over.
            }
        }
    }

    int port() {
        return listener.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    /**
     * One connection.
     *
     * @param number how many came before it
     */
    record Talk(Socket socket, int number) {
        private void play(Script script) {
            try (socket) {
                script.play(this);
            } catch (IOException e) {
                System.getLogger("test").log(System.Logger.Level.DEBUG, "the gateway has left", e);
            }
        }

        /** The head of the next request; empty when there is none. */
        String head() throws IOException {
            InputStream in = socket.getInputStream();
            StringBuilder text = new StringBuilder();
            while (text.indexOf("\r\n\r\n") < 0) {
                int octet = in.read();
                if (octet < 0) {
                    return "";
                }
                text.append((char) octet);
            }
            return text.toString();
        }

        void say(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
        }

        /** The connection ends with a reset. */
        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }
}
