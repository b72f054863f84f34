package millrace.manager.client;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.LinkedHashMap;
import java.util.Map;
import millrace.cluster.json.Json;

/** JSON objects over a blocking channel, one a line. One thread reads, any may write. */
final class LineChannel implements AutoCloseable {
    private final SocketChannel channel;
    private final ByteBuffer input = ByteBuffer.allocate(16 * 1024).flip();

    LineChannel(SocketChannel channel) {
        this.channel = channel;
    }

    synchronized void write(Map<String, Object> object) throws IOException {
        ByteBuffer line = ByteBuffer.wrap(Json.line(object));
        while (line.hasRemaining()) {
            channel.write(line);
        }
    }

    /** Waits for the next object. */
    Map<String, Object> read() throws IOException {
        ByteArrayOutputStream longer = null;
        while (true) {
            int end = newline();
            if (end >= 0) {
                int start = input.position();
                input.position(end + 1);
                if (longer == null) {
                    return object(input.array(), start, end - start);
                }
                longer.write(input.array(), start, end - start);
                return object(longer.toByteArray(), 0, longer.size());
            }
            if (input.hasRemaining()) {
                longer = longer == null ? new ByteArrayOutputStream(64 * 1024) : longer;
                longer.write(input.array(), input.position(), input.remaining());
            }
            input.clear();
            int received = channel.read(input);
            input.flip();
            if (received < 0) {
                throw new EOFException("the daemon has closed the connection");
            }
        }
    }

    private int newline() {
        for (int at = input.position(); at < input.limit(); at++) {
            if (input.get(at) == '\n') {
                return at;
            }
        }
        return -1;
    }

    private static Map<String, Object> object(byte[] bytes, int offset, int length) throws IOException {
        if (!(Json.read(bytes, offset, length) instanceof Map<?, ?> fields)) {
            throw new IOException("the daemon has answered something that is no JSON object");
        }
        Map<String, Object> object = LinkedHashMap.newLinkedHashMap(fields.size());
        fields.forEach((name, value) -> object.put((String) name, value));
        return object;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
