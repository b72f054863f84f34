package millrace.http.jdk;

import com.sun.net.httpserver.Headers;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import millrace.http.Response;
import millrace.loop.EventLoop;

/**
 * A response body as a stream to write to on any thread, one at a time.
 *
 * <p>Bytes are gathered and handed to the loop in pieces; a writer that is ahead of its client by a {@link Window} waits.
 * A response that is closed before the first piece is full goes over in one task, head and all.
 */
final class ResponseBodyStream extends OutputStream {
    private static final int PIECE = 16 * 1024;

    private enum State { UNOPENED, OPEN, CLOSED }

    private final EventLoop loop;
    private final Response response;
    private final Headers headers;
    private final Window window = new Window();
    private State state = State.UNOPENED;
    private int status;
    private boolean toHead;
    private boolean headHandedOver;
    private long announced;
    private String[] lines;
    private long remaining;
    private byte[] gathered = {};
    private int count;

    // The loop's: bytes that were written while the client was slow.
    private long owed;

    ResponseBodyStream(EventLoop loop, Response response, Headers headers) {
        this.loop = loop;
        this.response = response;
        this.headers = headers;
        response.onClosed(window::breakOff);
        response.onWritable(this::repay);
    }

    /** As {@code HttpExchange.sendResponseHeaders}: a length, 0 for one that is not known, −1 for no body. */
    void open(int code, boolean answersHead, long length) throws IOException {
        status = code;
        toHead = answersHead;
        announced = length;
        remaining = length;
        lines = lines(headers);
        boolean noBody = length < 0 || answersHead;
        state = noBody ? State.CLOSED : State.OPEN;
        if (noBody || length == 0) {
            handOver(noBody); // The client of a stream may wait for its head.
        }
    }

    private static String[] lines(Headers headers) {
        return headers.entrySet().stream()
                .flatMap(line -> line.getValue().stream().flatMap(value -> Stream.of(line.getKey(), value)))
                .toArray(String[]::new);
    }

    /** Sends an interim response with the headers that there are, and forgets them. */
    void inform(int code) throws IOException {
        String[] early = lines(headers);
        headers.clear();
        onLoop(() -> response.informational(code, early));
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        requireOpen();
        boolean fixed = announced > 0;
        if (fixed && length > remaining) {
            throw new IOException("too many bytes to write: only " + remaining + " are left of the length sent");
        }
        remaining -= fixed ? length : 0;
        int p = offset;
        int end = offset + length;
        while (p < end) {
            int part = Math.min(end - p, PIECE - count);
            ensure(count + part);
            System.arraycopy(bytes, p, gathered, count, part);
            count += part;
            p += part;
            if (count == PIECE && (p < end || !fixed || remaining > 0)) {
                handOver(false);
            }
        }
    }

    private void ensure(int capacity) {
        if (gathered.length < capacity) {
            gathered = Arrays.copyOf(gathered, Math.min(PIECE, Math.max(capacity, 2 * gathered.length)));
        }
    }

    private void requireOpen() throws IOException {
        if (state == State.UNOPENED) {
            throw new IOException("sendResponseHeaders comes before the body");
        }
        if (state == State.CLOSED) {
            throw new IOException("the response body is closed");
        }
    }

    @Override
    public void flush() throws IOException {
        if (state == State.OPEN) {
            handOver(false);
        }
    }

    @Override
    public void close() throws IOException {
        if (state == State.OPEN) {
            state = State.CLOSED;
            handOver(true);
            if (remaining > 0) {
                throw new IOException("not enough bytes written: " + remaining + " are missing of the length sent");
            }
        }
    }

    /** Nothing more will be written: somebody else answers. */
    void abandon() {
        state = State.CLOSED;
    }

    /** Gives the loop what is gathered, and the head when that has not gone yet. */
    private void handOver(boolean last) throws IOException {
        byte[] piece = gathered;
        int length = count;
        if (length > 0) {
            window.take(length);
        }
        gathered = new byte[last ? 0 : gathered.length];
        count = 0;
        boolean withHead = !headHandedOver;
        headHandedOver = true;
        onLoop(() -> emit(piece, length, withHead, last));
    }

    private void onLoop(Runnable task) throws IOException {
        try {
            loop.execute(() -> {
                try {
                    task.run();
                } catch (RuntimeException e) {
                    window.breakOff();
                    response.fail(e);
                }
            });
        } catch (RejectedExecutionException e) {
            throw new IOException("the server has been stopped", e);
        }
    }

    // --- on the loop ---

    private void emit(byte[] piece, int length, boolean withHead, boolean last) {
        if (withHead) {
            applyHead();
        }
        if (announced < 0 || toHead && announced > 0) {
            response.send();
            return;
        }
        if (withHead && last && length == announced && !toHead) {
            response.send(piece, 0, length);
            return;
        }
        if (withHead) {
            response.flush(); // To a HEAD too: it learns that the length is not known.
        }
        owed += length;
        if (response.write(piece, 0, length)) {
            repay();
        }
        if (last) {
            response.end();
        }
    }

    private void applyHead() {
        response.status(status);
        boolean bodiless = toHead || status == 304;
        for (int i = 0; i < lines.length; i += 2) {
            switch (lines[i].toLowerCase(Locale.ROOT)) {
                case "transfer-encoding" -> { }
                case "content-length" -> {
                    if (bodiless && announced <= 0) {
                        response.header(lines[i], lines[i + 1]);
                    }
                }
                default -> response.header(lines[i], lines[i + 1]);
            }
        }
        if (announced > 0) {
            response.length(announced);
        }
    }

    /** The client has taken what was written. */
    private void repay() {
        long bytes = owed;
        owed = 0;
        window.give(bytes);
    }
}
