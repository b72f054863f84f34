package harness;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One client's connection, kept alive, for measures that wrk cannot make: blocking, meant for a virtual thread.
 * Understands answers with a Content-Length, which is all that the measured apps send.
 */
final class Exchange implements AutoCloseable {
    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)");

    private final Socket socket;
    private final byte[] request;
    private final byte[] in = new byte[2048];

    private Exchange(Socket socket, byte[] request) {
        this.socket = socket;
        this.request = request;
    }

    /** Connects. @param timeoutMillis for the connect and for each wait for bytes */
    static Exchange open(InetSocketAddress server, int timeoutMillis) throws IOException {
        return open(server, timeoutMillis, "/");
    }

    /** The same for another page than the root. */
    static Exchange open(InetSocketAddress server, int timeoutMillis, String path) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(timeoutMillis);
            socket.connect(server, timeoutMillis);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        String request = "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + server.getPort() + "\r\n\r\n";
        return new Exchange(socket, request.getBytes(StandardCharsets.US_ASCII));
    }

    /** Changes how long to wait for bytes. */
    void timeout(int timeoutMillis) throws IOException {
        socket.setSoTimeout(timeoutMillis);
    }

    /** An answer with status 200. @param head status line and fields, line ends included */
    record Answer(String head, String body) {
    }

    /** Whether the server has closed the connection since its last answer; looks for a millisecond. */
    boolean closedByServer() throws IOException {
        int wait = socket.getSoTimeout();
        socket.setSoTimeout(1);
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } finally {
            socket.setSoTimeout(wait);
        }
    }

    /** Asks once. @return the answer's body */
    String get() throws IOException {
        return ask().body();
    }

    /** Asks once; anything but a whole 200 throws. */
    Answer ask() throws IOException {
        socket.getOutputStream().write(request);
        InputStream from = socket.getInputStream();
        int filled = 0;
        while (true) {
            int read = from.read(in, filled, in.length - filled);
            if (read < 0) {
                throw new EOFException("closed after " + filled + " bytes of the answer");
            }
            filled += read;
            String answer = new String(in, 0, filled, StandardCharsets.ISO_8859_1);
            int body = answer.indexOf("\r\n\r\n") + 4;
            if (body >= 4 && filled - body >= length(answer)) {
                return new Answer(answer.substring(0, body), answer.substring(body));
            }
        }
    }

    private static int length(String answer) throws ProtocolException {
        Matcher matcher = LENGTH.matcher(answer);
        if (!answer.startsWith("HTTP/1.1 200") || !matcher.find()) {
            throw new ProtocolException("unexpected answer: " + answer.lines().findFirst().orElse(""));
        }
        return Integer.parseInt(matcher.group(1));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
