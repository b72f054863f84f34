package millrace.http.h2;

import millrace.http.codec.Output;
import millrace.http.hpack.HpackEncoder;

/**
 * The way out of a connection: heads at once, bodies as far as both windows allow (RFC 9113 section 5.2) and the client
 * reads. Streams that wait take turns, a frame each. For the loop's thread only.
 */
final class Sender {
    private static final long MOST_WINDOW = Integer.MAX_VALUE;

    /** Go's client, of those that are in use, says soonest that it has read: each 4 KiB, of its stream and of the connection. */
    private static final int BYTES_AN_UPDATE = 1024;

    /** Of answers that the client does not take; beyond it new requests are refused, and can be made again. */
    private static final long MUCH_KEPT_BYTES = 16 << 20;

    /** Beyond it a stream is reset, if it is not the only one that waits. */
    private static final long MOST_KEPT_BYTES = 64 << 20;

    private final Http2Session session;
    private final FrameWriter out;
    private final PeerSettings peer;
    private final HpackEncoder encoder = new HpackEncoder();
    long window = Http2Limits.FIRST_WINDOW;

    /** What is kept of all streams together. */
    private long keptBytes;

    /** Who waits for the connection: to send, or to be told that there is room. */
    private Http2Stream first;

    private Http2Stream last;

    /** The client has ended its side, and so can widen no window. */
    private boolean windowsFinal;

    Sender(Http2Session session, FrameWriter out, PeerSettings peer) {
        this.session = session;
        this.out = out;
        this.peer = peer;
    }

    void settingsChanged() {
        encoder.allowTable(peer.tableBytes);
    }

    void head(Http2Stream stream, int status, Output lines, boolean end) {
        encoder.begin();
        encoder.status(status);
        encoder.lines(lines.bytes(), 0, lines.length());
        block(stream, end);
    }

    /** A request's, of which the pseudo-header fields are lines, too. */
    void request(Http2Stream stream, Output lines, boolean end) {
        encoder.begin();
        encoder.lines(lines.bytes(), 0, lines.length());
        block(stream, end);
    }

    private void block(Http2Stream stream, boolean end) {
        out.headers(stream.id(), encoder.bytes(), encoder.length(), peer.frameBytes, end);
        int frames = Math.max(1, (encoder.length() + peer.frameBytes - 1) / peer.frameBytes);
        stream.sentBytes += encoder.length() + frames * Frames.HEADER_BYTES;
        if (end) {
            session.allowances.answered();
            session.localEnded(stream);
        }
    }

    void trailers(Http2Stream stream, byte[] lines) {
        if (stream.hasOutput()) {
            stream.trailerLines = lines;
            stream.endWaits = true;
            return;
        }
        encoder.begin();
        encoder.lines(lines, 0, lines.length);
        block(stream, true);
    }

    boolean write(Http2Stream stream, byte[] b, int from, int length, boolean end) {
        int done = 0;
        if (!stream.hasOutput()) {
            if (length == 0 && end) {
                frame(stream, b, from, 0, true);
                return true;
            }
            while (done < length && !out.isFull()) {
                int part = room(stream, length - done);
                if (part == 0) {
                    break;
                }
                done += part;
                frame(stream, b, from + done - part, part, end && done == length);
            }
        }
        if (done < length) {
            if (!stream.hasOutput()) {
                stream.movedNanos = session.nowNanos();
            }
            if (!keep(stream, b, from + done, length - done)) {
                return false;
            }
        }
        stream.endWaits |= end && stream.hasOutput();
        if (stream.localEnded || !stream.hasOutput() && !out.isFull()) {
            return true;
        }
        enqueue(stream);
        breakStuckSoon();
        return false;
    }

    /** A client may ask for much and take nothing: then the stream is given up, when who has written is out of the way. */
    private boolean keep(Http2Stream stream, byte[] b, int from, int length) {
        if (keptBytes > 0 && keptBytes + length > MOST_KEPT_BYTES) {
            giveUp(stream);
            return false;
        }
        keptBytes += length;
        stream.outbox.add(b, from, length, false);
        return true;
    }

    private void giveUp(Http2Stream stream) {
        int id = stream.id();
        stream.givenUp = true;
        session.loop.execute(() -> {
            if (stream.isOpen() && stream.id() == id) {
                session.broken(stream, ErrorCode.ENHANCE_YOUR_CALM, Abuse.STALLED);
            }
        });
    }

    /** Whether so much waits for the client that it gets nothing else. */
    boolean keepsMuch() {
        return keptBytes > MUCH_KEPT_BYTES;
    }

    /** How much of so many bytes one frame can take now. */
    private int room(Http2Stream stream, int length) {
        int frame = Math.min(Math.min(length, peer.frameBytes), stream.mostFrameBytes);
        return (int) Math.max(0, Math.min(frame, Math.min(window, stream.sendWindow)));
    }

    private void frame(Http2Stream stream, byte[] b, int from, int length, boolean end) {
        out.data(stream.id(), b, from, length, end);
        window -= length;
        stream.sendWindow -= length;
        stream.sentBytes += Frames.HEADER_BYTES + length;
        stream.movedNanos = session.nowNanos();
        earn(stream, length);
        if (end) {
            session.allowances.answered();
            session.localEnded(stream);
        }
    }

    /**
     * Clients answer DATA: with an update of each window, or one for each few KiB that they have read, and with a PING to learn
     * how long the line is (gRPC does). A frame that a window has cut short earns by its size only, or one that is opened octet
     * by octet would pay for itself (CVE-2019-9511).
     */
    private void earn(Http2Stream stream, int length) {
        boolean cut = Math.min(window, stream.sendWindow) == 0;
        session.allowances.earn(Abuse.WINDOW_FLOOD, length / BYTES_AN_UPDATE + (cut ? 0 : 2));
        session.allowances.earn(Abuse.PING_FLOOD, 1);
    }

    private void enqueue(Http2Stream stream) {
        if (!stream.queued) {
            stream.queued = true;
            stream.next = null;
            if (first == null) {
                first = stream;
            } else {
                last.next = stream;
            }
            last = stream;
        }
    }

    /** The other side wants no more of a stream. */
    void stop(Http2Stream stream) {
        stream.localEnded = true;
        forget(stream);
        stream.outbox.clear();
    }

    /** A stream has ended: what is left of it does not wait until the client reads again, which may be never. */
    void forget(Http2Stream stream) {
        keptBytes -= stream.outbox.length();
        if (!stream.queued) {
            return;
        }
        Http2Stream before = null;
        for (Http2Stream each = first; each != stream; each = each.next) {
            before = each;
        }
        if (before == null) {
            first = stream.next;
        } else {
            before.next = stream.next;
        }
        if (last == stream) {
            last = before;
        }
        stream.next = null;
        stream.queued = false;
    }

    private Http2Stream poll() {
        Http2Stream stream = first;
        first = stream.next;
        stream.next = null;
        stream.queued = false;
        return stream;
    }

    /** The connection has taken what was written, or a window has become larger. */
    void goOn() {
        while (first != null && !out.isFull() && window > 0) {
            Http2Stream stream = poll();
            if (stream.localEnded) {
                continue;
            }
            if (stream.hasOutput() && !sendKept(stream)) {
                continue;
            }
            if (!stream.hasOutput() && stream.trailerLines != null) {
                trailers(stream, stream.trailerLines);
            } else if (!stream.localEnded && stream.hasOutput()) {
                enqueue(stream);
            } else if (!stream.localEnded) {
                stream.user().writable();
            }
        }
        breakStuckSoon();
    }

    /** No window becomes wider from here on: who waits for that is broken off. */
    void windowsAreFinal() {
        windowsFinal = true;
        breakStuckSoon();
    }

    private void breakStuckSoon() {
        if (windowsFinal) {
            out.loop().immediate(this::breakStuck); // Who writes just now finds things as they were.
        }
    }

    private void breakStuck() {
        for (Http2Stream stream : session.streams.all()) {
            boolean waits = stream.hasOutput() || stream.queued && window <= 0;
            if (stream.isOpen() && waits && Math.min(window, stream.sendWindow) <= 0) {
                StreamUser told = stream.user();
                stream.reset(ErrorCode.CANCEL);
                told.broken(ErrorCode.CANCEL);
            }
        }
    }

    /** Sends a frame of what is kept; false when the stream's window allows nothing. */
    private boolean sendKept(Http2Stream stream) {
        int part = room(stream, stream.outbox.length());
        if (part > 0) {
            int from = stream.outbox.from();
            stream.outbox.take(part);
            keptBytes -= part;
            frame(stream, stream.outbox.bytes(), from, part,
                    stream.endWaits && stream.trailerLines == null && !stream.hasOutput());
        }
        return part > 0;
    }

    /** The other side takes more: of all streams together. False when it is more than there can be. */
    boolean widen(int more) {
        window += more;
        goOn();
        return window <= MOST_WINDOW;
    }

    /** The same of one stream. */
    boolean widen(Http2Stream stream, long more) {
        stream.sendWindow += more;
        if (stream.sendWindow > MOST_WINDOW) {
            return false;
        }
        if (stream.hasOutput() && stream.sendWindow > 0) {
            enqueue(stream);
            goOn();
        }
        return true;
    }
}
