package millrace.http.h2;

import millrace.http.codec.Fields;
import millrace.http.codec.Http2AnswerHead;
import millrace.http.codec.ResponseHead;
import millrace.http.hpack.HpackDecoder;

/** Makes answers of field blocks, at the client's end: heads, interim ones before them, and trailers. */
final class Answers implements Blocks {
    /** Of trailers, and of blocks that are decoded for the table's sake only. */
    private static final int MOST_OTHER_BYTES = 32 << 10;

    private final Http2Session session;
    private final Http2AnswerHead fields = new Http2AnswerHead();
    private final HpackDecoder decoder = HpackDecoder.lenient();

    Answers(Http2Session session) {
        this.session = session;
    }

    @Override
    public boolean block(int id, boolean ended, boolean dependsOnItself, byte[] b, int from, int to) {
        Http2Stream stream = session.streams.get(id);
        if (stream == null) {
            return unknown(id, b, from, to);
        }
        return stream.headTold ? trailers(stream, ended, b, from, to) : head(stream, ended, b, from, to);
    }

    /** Of a stream that is closed, which its server may not know yet. */
    private boolean unknown(int id, byte[] b, int from, int to) {
        if (id > session.streams.lastId()) {
            return session.fail(ErrorCode.PROTOCOL_ERROR, "an answer to nothing");
        }
        fields.beginTrailers();
        return decode(b, from, to, MOST_OTHER_BYTES);
    }

    private boolean head(Http2Stream stream, boolean ended, byte[] b, int from, int to) {
        AnswerUser user = (AnswerUser) stream.user();
        ResponseHead head = user.head();
        fields.begin(head);
        if (!decode(b, from, to, user.mostHeadBytes())) {
            return false;
        }
        if (stream.remoteEnded || !fields.complete(ended)) {
            return session.streamError(stream.id(), ErrorCode.PROTOCOL_ERROR);
        }
        boolean last = head.refusal() != null || !head.isInterim();
        stream.headTold = last;
        stream.expectedBytes = last && head.bodyLength() >= 0 ? head.bodyLength() : -1;
        user.answer();
        if (ended && stream.isOpen()) {
            stream.remoteEnd(null);
        }
        return !session.isOver();
    }

    private boolean trailers(Http2Stream stream, boolean ended, byte[] b, int from, int to) {
        fields.beginTrailers();
        if (!decode(b, from, to, MOST_OTHER_BYTES)) {
            return false;
        }
        Fields trailers = fields.completeTrailers();
        if (stream.remoteEnded || !ended || trailers == null || stream.expectedBytes > 0) {
            return session.streamError(stream.id(), ErrorCode.PROTOCOL_ERROR);
        }
        stream.remoteEnd(trailers);
        return !session.isOver();
    }

    private boolean decode(byte[] b, int from, int to, int mostBytes) {
        return switch (decoder.decode(b, from, to, mostBytes, fields)) {
            case HpackDecoder.DONE -> true;
            case HpackDecoder.MALFORMED -> session.fail(ErrorCode.COMPRESSION_ERROR, "a field block cannot be decoded");
            default -> session.abused(Abuse.HEADER_BOMB);
        };
    }
}
