package millrace.cluster;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Locale;

/** One connection over which request follows request. It never tries again: what is lost is lost. */
final class KeptAlive implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;
    private boolean last;

    KeptAlive(int port) throws IOException {
        this("127.0.0.1", port);
    }

    /** From another address of this machine. */
    KeptAlive(String from, int port) throws IOException {
        socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port, InetAddress.ofLiteral(from), 0);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(30_000);
        in = socket.getInputStream();
    }

    void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(US_ASCII));
    }

    void get(String path) throws IOException {
        send("GET " + path + " HTTP/1.1\r\nHost: test\r\n\r\n");
    }

    /** Asks and answers the body. */
    String ask(String path) throws IOException {
        get(path);
        return answer();
    }

    /** The next answer's body; the answer has a Content-Length or is one chunk. */
    String answer() throws IOException {
        String head = head();
        last = head.contains("connection: close");
        int at = head.indexOf("content-length: ");
        if (at < 0) {
            throw new IOException("no length: " + head);
        }
        int length = Integer.parseInt(head.substring(at + 16, head.indexOf('\r', at)));
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException("the answer is cut off");
        }
        return new String(body, US_ASCII).strip();
    }

    /** The head of an answer, in lower case. */
    String head() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        String text;
        do {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("closed after " + head.size() + " bytes of an answer");
            }
            head.write(next);
            text = head.toString(US_ASCII);
        } while (!text.endsWith("\r\n\r\n"));
        return text.toLowerCase(Locale.ROOT);
    }

    /** So many bytes. */
    String read(int length) throws IOException {
        return new String(in.readNBytes(length), US_ASCII);
    }

    /** The next byte, or −1 at the end. */
    int read() throws IOException {
        return in.read();
    }

    /** Whether the last answer said that there will be no other. */
    boolean isLast() {
        return last;
    }

    int localPort() {
        return socket.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
