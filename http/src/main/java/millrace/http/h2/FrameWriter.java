package millrace.http.h2;

import java.nio.charset.StandardCharsets;
import millrace.loop.Connection;
import millrace.loop.EventLoop;

/** Writes frames to a connection; the loop sends what one turn has written at once. For the loop's thread only. */
final class FrameWriter {
    private static final int LONGEST_WORDS = 100;

    private final Connection stream;
    private final byte[] bytes = new byte[Frames.HEADER_BYTES + 8];
    private boolean full;
    private boolean drained;
    private long queuedBefore = -1;

    FrameWriter(Connection stream) {
        this.stream = stream;
    }

    EventLoop loop() {
        return stream.loop();
    }

    /** Whether the connection is behind with what was written. */
    boolean isFull() {
        return full;
    }

    void drained() {
        full = false;
        drained = true;
    }

    /** Whether the connection, being behind, has taken something since this was asked last. */
    boolean hasMoved() {
        long queued = full ? stream.queuedBytes() : -1;
        boolean moved = drained || queued < queuedBefore;
        drained = false;
        queuedBefore = queued;
        return moved;
    }

    private void header(int length, int type, int flags, int id) {
        bytes[0] = (byte) (length >>> 16);
        bytes[1] = (byte) (length >>> 8);
        bytes[2] = (byte) length;
        bytes[3] = (byte) type;
        bytes[4] = (byte) flags;
        number(5, id);
    }

    private void number(int at, int value) {
        bytes[at] = (byte) (value >>> 24);
        bytes[at + 1] = (byte) (value >>> 16);
        bytes[at + 2] = (byte) (value >>> 8);
        bytes[at + 3] = (byte) value;
    }

    private void send(byte[] b, int from, int length) {
        if (length > 0) {
            full |= !stream.write(b, from, length);
        }
    }

    void preface() {
        send(FrameReader.PREFACE, 0, FrameReader.PREFACE.length);
    }

    void data(int id, byte[] b, int from, int length, boolean end) {
        header(length, Frames.DATA, end ? Frames.END_STREAM : 0, id);
        send(bytes, 0, Frames.HEADER_BYTES);
        send(b, from, length);
    }

    /** A field block, in as many frames as it needs. */
    void headers(int id, byte[] block, int length, int frameBytes, boolean end) {
        int first = Math.min(length, frameBytes);
        int flags = (end ? Frames.END_STREAM : 0) | (first == length ? Frames.END_HEADERS : 0);
        header(first, Frames.HEADERS, flags, id);
        send(bytes, 0, Frames.HEADER_BYTES);
        send(block, 0, first);
        for (int p = first; p < length; p += frameBytes) {
            int part = Math.min(length - p, frameBytes);
            header(part, Frames.CONTINUATION, p + part == length ? Frames.END_HEADERS : 0, id);
            send(bytes, 0, Frames.HEADER_BYTES);
            send(block, p, part);
        }
    }

    void reset(int id, int code) {
        header(4, Frames.RST_STREAM, 0, id);
        number(Frames.HEADER_BYTES, code);
        send(bytes, 0, Frames.HEADER_BYTES + 4);
    }

    void windowUpdate(int id, int increment) {
        header(4, Frames.WINDOW_UPDATE, 0, id);
        number(Frames.HEADER_BYTES, increment);
        send(bytes, 0, Frames.HEADER_BYTES + 4);
    }

    /** Numbers and values in turn. */
    void settings(int... parameters) {
        byte[] payload = new byte[parameters.length / 2 * 6];
        for (int i = 0; i < parameters.length; i += 2) {
            int at = i * 3;
            payload[at] = (byte) (parameters[i] >>> 8);
            payload[at + 1] = (byte) parameters[i];
            number(0, parameters[i + 1]);
            System.arraycopy(bytes, 0, payload, at + 2, 4);
        }
        header(payload.length, Frames.SETTINGS, 0, 0);
        send(bytes, 0, Frames.HEADER_BYTES);
        send(payload, 0, payload.length);
    }

    void settingsAck() {
        header(0, Frames.SETTINGS, Frames.ACK, 0);
        send(bytes, 0, Frames.HEADER_BYTES);
    }

    void ping(int flags, byte[] b, int from) {
        header(8, Frames.PING, flags, 0);
        System.arraycopy(b, from, bytes, Frames.HEADER_BYTES, 8);
        send(bytes, 0, Frames.HEADER_BYTES + 8);
    }

    void goAway(int lastId, int code, String why) {
        byte[] words = why.getBytes(StandardCharsets.US_ASCII);
        int length = Math.min(words.length, LONGEST_WORDS);
        header(8 + length, Frames.GOAWAY, 0, 0);
        number(Frames.HEADER_BYTES, lastId);
        number(Frames.HEADER_BYTES + 4, code);
        send(bytes, 0, Frames.HEADER_BYTES + 8);
        send(words, 0, length);
    }
}
