package millrace.http.h2;

import java.util.Arrays;
import millrace.http.codec.Fields;
import millrace.http.codec.Http2Head;
import millrace.http.codec.RequestHead;
import millrace.http.hpack.HpackDecoder;

/**
 * Makes requests of field blocks: which streams may begin, and which blocks are heads, trailers, or too late.
 *
 * <p>A request begins when all that came along with its head is read, or when its body does: who resets a stream in the same
 * breath (CVE-2023-44487), or makes the server do so (CVE-2025-8671), has cost no more than the reading.
 */
final class Requests implements Blocks {
    private final Http2Session session;
    private final SessionUser user;
    private final Http2Head fields;
    private final HpackDecoder decoder = new HpackDecoder();

    /** For what is decoded for the tables' sake only; made when it is needed. */
    private RequestHead waste;

    /** What begins when all is read, under these numbers. */
    private Http2Stream[] held = new Http2Stream[4];
    private int[] ids = new int[4];
    private int count;

    Requests(Http2Session session, SessionUser user, Http2Head fields) {
        this.session = session;
        this.user = user;
        this.fields = fields;
    }

    @Override
    public boolean block(int id, boolean ended, boolean dependsOnItself, byte[] b, int from, int to) {
        StreamTable streams = session.streams;
        Http2Stream known = streams.get(id);
        if (known != null) {
            return trailers(known, ended, b, from, to);
        }
        if (id <= streams.lastId()) {
            return late(id, b, from, to);
        }
        streams.use(id);
        if (session.departure.isClosing() || streams.count() >= session.limits.streams() || session.sender.keepsMuch()) {
            return waste(b, from, to) && session.refuse(id);
        }
        Http2Stream stream = session.open(id);
        RequestHead head = user.open(stream);
        fields.begin(head);
        if (!decode(b, from, to)) {
            return false;
        }
        head.arrivedAs(to - from);
        boolean late = session.headLate;
        session.headLate = false;
        stream.malformed = !fields.complete(ended, session.limits.tunnels());
        if (late || dependsOnItself || stream.malformed && !stream.user().malformed()) {
            return session.streamError(id, ErrorCode.PROTOCOL_ERROR);
        }
        stream.remoteEnded = ended;
        boolean counted = head.refusal() == null && head.protocol() == null;
        stream.expectedBytes = counted ? head.contentLength() : RequestHead.CHUNKED;
        hold(stream);
        return true;
    }

    private void hold(Http2Stream stream) {
        if (count == held.length) {
            held = Arrays.copyOf(held, 2 * count);
            ids = Arrays.copyOf(ids, 2 * count);
        }
        held[count] = stream;
        ids[count++] = stream.id();
    }

    @Override
    public void begin() {
        for (int i = 0; i < count; i++) {
            Http2Stream stream = held[i];
            held[i] = null;
            // What was reset meanwhile may serve a later request already.
            if (stream.isOpen() && stream.id() == ids[i]) {
                begin(stream);
            }
        }
        count = 0;
    }

    private void begin(Http2Stream stream) {
        if (session.sender.keepsMuch()) {
            StreamUser told = stream.user();
            session.reset(stream, ErrorCode.REFUSED_STREAM);
            told.broken(ErrorCode.REFUSED_STREAM);
            return;
        }
        stream.headTold = true;
        stream.user().request();
        session.closeIfEnded(stream);
    }

    private boolean trailers(Http2Stream stream, boolean ended, byte[] b, int from, int to) {
        if (!stream.remoteEnded) {
            begin();
        }
        fields.beginTrailers();
        if (!decode(b, from, to)) {
            return false;
        }
        if (!stream.isOpen() || session.isOver()) {
            return !session.isOver();
        }
        if (stream.remoteEnded) {
            return session.streamError(stream.id(), ErrorCode.STREAM_CLOSED);
        }
        Fields trailers = fields.completeTrailers();
        if (!ended || trailers == null || stream.expectedBytes > 0) {
            return session.streamError(stream.id(), ErrorCode.PROTOCOL_ERROR);
        }
        stream.remoteEnd(trailers);
        return !session.isOver();
    }

    /** A head for a stream that is closed, or cannot be opened any more. */
    private boolean late(int id, byte[] b, int from, int to) {
        if (!session.streams.wasUsed(id)) {
            return session.fail(ErrorCode.PROTOCOL_ERROR, "a stream's number is lower than an earlier one");
        }
        if (!session.streams.wasResetHere(id)) {
            return session.fail(ErrorCode.STREAM_CLOSED, "HEADERS on a closed stream");
        }
        return waste(b, from, to);
    }

    private boolean waste(byte[] b, int from, int to) {
        if (waste == null) {
            waste = new RequestHead();
        }
        fields.begin(waste);
        boolean decoded = decode(b, from, to);
        fields.complete(true, true);
        return decoded && session.spend(Abuse.IDLE_FRAMES);
    }

    private boolean decode(byte[] b, int from, int to) {
        return switch (decoder.decode(b, from, to, fields.mostListBytes(), fields)) {
            case HpackDecoder.DONE -> true;
            case HpackDecoder.MALFORMED -> session.fail(ErrorCode.COMPRESSION_ERROR, "a field block cannot be decoded");
            default -> session.abused(Abuse.HEADER_BOMB);
        };
    }
}
