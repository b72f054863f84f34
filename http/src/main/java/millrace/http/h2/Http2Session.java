package millrace.http.h2;

import java.util.function.Function;
import millrace.http.codec.Http2Head;
import millrace.loop.Connection;
import millrace.loop.EventLoop;

/**
 * One connection that speaks HTTP/2, at the server's end, or at the client's ({@link Http2Client}).
 *
 * <pre>
 *   bytes ─▶ FrameReader ─▶ here ─┬─▶ BlockReader ─▶ Requests ─▶ SessionUser ─▶ whoever answers
 *                                 └─▶ Http2Stream ─▶ StreamUser ────────────────▶ │
 *   bytes ◀─ FrameWriter ◀─ Sender ◀───────────────── Http2Stream ◀───────────────┘
 *
 *   open ── leave ──▶ leaving (Departure) ── close: GOAWAY ──▶ closing ── no stream ──────────────────────────────────▶ over
 *     └──── a fault of the connection, an abuse: GOAWAY ───────────────────────────────────────────────────────────────────▲
 * </pre>
 *
 * <p>Nothing is allocated for a frame or a stream in steady state. For the loop's thread only.
 */
public final class Http2Session {
    /** How long the preface of a client is (RFC 9113 section 3.4). */
    public static final int PREFACE_BYTES = FrameReader.PREFACE.length;

    final Http2Limits limits;
    final Allowances allowances;
    final StreamTable streams = new StreamTable();
    private final SpareStreams spare = new SpareStreams(this);
    final Sender sender;
    final IncomingWindow incoming;
    final EventLoop loop;
    final PeerSettings peer = new PeerSettings();
    private final Runnable ended;
    private final AbuseCounts counts;
    final boolean client;
    private final FrameReader reader;
    private final FrameWriter out;
    private final Control control;
    final Departure departure;
    private boolean over;
    boolean headLate;
    /** What the other side has done wrong, or {@code null}. */
    String fault;
    private long lastAnswerNanos;

    /**
     * @param fields what fills heads: several sessions of one loop may share it
     * @param counts where it is noted when the connection is ended for what its client does
     */
    public Http2Session(Connection connection, Http2Limits limits, Http2Head fields, SessionUser user, AbuseCounts counts) {
        this(connection, limits, user::over, counts, session -> new Requests(session, user, fields));
        control.introduce(fields.mostListBytes());
    }

    /** The client's end. */
    Http2Session(Connection connection, Http2Limits limits, Runnable ended) {
        this(connection, limits, ended, null, Answers::new);
        control.introduceClient();
    }

    private Http2Session(Connection connection, Http2Limits limits, Runnable ended, AbuseCounts counts,
            Function<Http2Session, Blocks> blocks) {
        loop = connection.loop();
        this.limits = limits;
        this.ended = ended;
        this.counts = counts;
        client = counts == null;
        out = new FrameWriter(connection);
        sender = new Sender(this, out, peer);
        allowances = new Allowances(loop.nowNanos());
        departure = new Departure(this, out);
        control = new Control(this, out, peer, new BlockReader(this, blocks.apply(this)));
        reader = new FrameReader(control, !client);
        incoming = new IncomingWindow(this, out);
    }

    /** Whether a connection's first bytes are those of HTTP/2, as far as they go. */
    public static boolean isPreface(byte[] b, int from, int to) {
        return FrameReader.isPreface(b, from, to);
    }

    /** Bytes have arrived; answers as {@link millrace.loop.StreamHandler#onData}. */
    public int receive(byte[] b, int offset, int length) {
        return over ? length : reader.read(b, offset, offset + length);
    }

    /** The connection takes more. */
    public void writable() {
        out.drained();
        sender.goOn();
    }

    /** How many streams are open. */
    public int streams() {
        return streams.count();
    }

    /** Whether a head has begun, or the frame with one, and not come to its end. */
    public boolean isWithinHead() {
        return control.isWithinHead() || reader.isWithinFrame();
    }

    /** The head that has begun is overdue: when it has come, its stream is reset. It has to come, since all share the table. */
    public void headLate() {
        headLate = true;
    }

    /** Whether it was asked to leave. */
    public boolean isLeaving() {
        return departure.isLeaving();
    }

    public boolean isOver() {
        return over;
    }

    /** No further requests; those that are on their way are still taken. Over when all are answered. */
    public void leave() {
        departure.leave();
    }

    /** As {@link #leave}, once the client has shown that it answers such words; until then nothing changes. */
    public void askToLeave() {
        departure.ask();
    }

    /** Takes no further request, wherever it is: a late one is refused, so that the client asks again elsewhere. */
    public void close() {
        departure.close();
    }

    /** The client has ended its side: what it has not asked will not come; the rest is answered, as far as windows go. */
    public void peerEnded() {
        departure.peerEnded();
        sender.windowsAreFinal();
    }

    void overIfEmpty() {
        if (departure.isClosing() && streams.count() == 0 && !over && !departure.waitsForPeer(lastAnswerNanos)) {
            end();
        }
    }

    void end() {
        if (!over) {
            over = true;
            ended.run();
        }
    }

    /** The connection is gone: who answers is told, or waits for an answer that is not all here. */
    public void gone() {
        over = true;
        breakAll(ErrorCode.CANCEL);
    }

    private void breakAll(int code) {
        for (Http2Stream stream : streams.all()) {
            if (stream.isOpen() && !(client && stream.remoteEnded)) {
                StreamUser told = stream.user();
                close(stream);
                told.broken(code);
            }
        }
    }

    /**
     * To be called now and then: looks for streams that are overdue.
     *
     * @param patienceNanos for a client that takes nothing of an answer, or does not end what nobody wants
     */
    public void timeUp(long patienceNanos) {
        Overdue.look(this, out.hasMoved(), patienceNanos);
    }

    long nowNanos() {
        return loop.nowNanos();
    }

    // --- faults ---

    /** A fault of the connection. Always false: nothing more is read. */
    boolean fail(int code, String why) {
        if (!over) {
            over = true;
            fault = why;
            out.goAway(client ? 0 : departure.lastTaken(), code, why);
            breakAll(code);
            ended.run();
        }
        return false;
    }

    /**
     * Counts something that an honest client does rarely; false when it was once too often. A server was chosen by who runs us,
     * and may ping as often as it wants; only what can go on for ever without meaning anything is counted.
     */
    boolean spend(Abuse kind) {
        return client && kind != Abuse.EMPTY_FRAMES || allowances.spend(kind, nowNanos()) || abused(kind);
    }

    boolean abused(Abuse kind) {
        if (!client) {
            counts.add(kind);
        }
        return fail(ErrorCode.ENHANCE_YOUR_CALM, kind.name());
    }

    /** A fault within a stream. */
    boolean streamError(int id, int code) {
        Http2Stream stream = streams.get(id);
        if (stream != null) {
            return broken(stream, code, Abuse.MADE_YOU_RESET);
        }
        out.reset(id, code);
        return spend(Abuse.MADE_YOU_RESET);
    }

    boolean broken(Http2Stream stream, int code, Abuse kind) {
        StreamUser told = stream.user();
        reset(stream, code);
        told.broken(code);
        return !over && spend(kind);
    }

    /** The client does not want the answer any more, or the server will not give it. */
    boolean resetByPeer(Http2Stream stream, int code) {
        boolean answered = stream.localEnded;
        if (client && stream.remoteEnded && code == ErrorCode.NO_ERROR) {
            sender.stop(stream); // It has answered, and needs no more of the request: the answer counts (section 8.1).
            return true;
        }
        StreamUser told = stream.user();
        close(stream);
        told.broken(code);
        return !over && (answered || spend(Abuse.RAPID_RESET));
    }

    /** A request too many. */
    boolean refuse(int id) {
        out.reset(id, ErrorCode.REFUSED_STREAM);
        streams.noteReset(id);
        return true;
    }

    void reset(Http2Stream stream, int code) {
        out.reset(stream.id(), code);
        streams.noteReset(stream.id());
        close(stream);
    }

    // --- the life of a stream ---

    Http2Stream open(int id) {
        Http2Stream stream = spare.take();
        stream.begin(id, limits.streamWindowBytes(), control.peerWindow());
        streams.add(stream);
        return stream;
    }

    void localEnded(Http2Stream stream) {
        stream.localEnded = true;
        stream.user().sent();
        closeIfEnded(stream);
    }

    void released(Http2Stream stream) {
        if (client && !(stream.localEnded && stream.remoteEnded)) {
            reset(stream, ErrorCode.CANCEL);
            return;
        }
        stream.goOn();
        closeIfEnded(stream);
    }

    /** Closes what has ended. If the request goes on and nobody wants it, much of it is not waited for (section 8.1). */
    void closeIfEnded(Http2Stream stream) {
        if (stream.isOpen() && stream.localEnded && stream.isReleased()) {
            if (stream.malformed) {
                broken(stream, ErrorCode.PROTOCOL_ERROR, Abuse.MADE_YOU_RESET);
            } else if (stream.remoteEnded) {
                close(stream);
            } else if (stream.expectedBytes > stream.receiveWindow) {
                reset(stream, ErrorCode.NO_ERROR);
            }
        }
    }

    void close(Http2Stream stream) {
        streams.remove(stream);
        lastAnswerNanos = nowNanos();
        sender.forget(stream);
        stream.close();
        if (stream.isForgotten()) {
            spare.add(stream); // Else somebody still knows it.
        }
        overIfEmpty();
    }
}
