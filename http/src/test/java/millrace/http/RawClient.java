package millrace.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A client that sends exactly the bytes it is told to, and shares no code with the server. */
public final class RawClient implements AutoCloseable {
    /** Only a safety net: no test waits for it unless it fails. */
    private static final int PATIENCE_MILLIS = 30_000;

    public final Socket socket;
    private final InputStream in;

    /** What came back. Field names in small letters; trailers among the fields, with a plus in front. */
    public record Answer(int status, Map<String, String> fields, String body) {
        public String field(String name) {
            return fields.get(name);
        }
    }

    public RawClient(HttpServer server) throws IOException {
        this(server.port());
    }

    public RawClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
    }

    public RawClient send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    /** Sends as much as the server takes: it may close first, and what it answered is what the test looks at. */
    public boolean sendUntilClosed(String text) {
        try {
            send(text);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    public RawClient get(String path) throws IOException {
        return send("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n");
    }

    public Answer answer() throws IOException {
        return answer(true);
    }

    public Answer answerToHead() throws IOException {
        return answer(false);
    }

    private Answer answer(boolean withBody) throws IOException {
        String statusLine = line();
        int status = Integer.parseInt(statusLine.substring(9, 12));
        Map<String, String> fields = new LinkedHashMap<>();
        readFields("", fields);
        if (!withBody || status < 200 || status == 204 || status == 304) {
            return new Answer(status, fields, "");
        }
        return new Answer(status, fields, body(fields));
    }

    private String body(Map<String, String> fields) throws IOException {
        if ("chunked".equals(fields.get("transfer-encoding"))) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            while (true) {
                int size = Integer.parseInt(line(), 16);
                if (size == 0) {
                    readFields("+", fields);
                    return body.toString(StandardCharsets.ISO_8859_1);
                }
                body.write(exactly(size));
                if (!line().isEmpty()) {
                    throw new IOException("a chunk does not end");
                }
            }
        }
        String length = fields.get("content-length");
        byte[] bytes = length == null ? in.readAllBytes() : exactly(Integer.parseInt(length));
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private byte[] exactly(int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException("only " + bytes.length + " of " + count + " bytes");
        }
        return bytes;
    }

    private void readFields(String prefix, Map<String, String> fields) throws IOException {
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            String name = prefix + line.substring(0, colon).toLowerCase(Locale.ROOT);
            fields.merge(name, line.substring(colon + 1).strip(), (one, other) -> one + ", " + other);
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the server has closed the connection after <" + line + ">");
            }
            line.append((char) c);
        }
        return line.substring(0, line.length() - 1);
    }

    /** Waits until the server has closed the connection, and answers how many bytes came before that. */
    public int untilClosed() throws IOException {
        return in.readAllBytes().length;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
