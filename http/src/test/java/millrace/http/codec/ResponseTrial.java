package millrace.http.codec;

import java.nio.charset.StandardCharsets;

/** Reads response heads out of pieces, and tells in words what came of them. */
final class ResponseTrial {
    private ResponseTrial() {}

    /** What comes of an input in pieces that end at the given positions, each in an array that ends with it. */
    static String run(int headBytes, boolean bodiless, byte[] input, int... cuts) {
        ResponseParser parser = new ResponseParser(headBytes);
        ResponseHead head = new ResponseHead();
        head.reset(bodiless);
        for (int i = 0; i <= cuts.length; i++) {
            int end = i == cuts.length ? input.length : cuts[i];
            int offset = i % 5;
            byte[] piece = new byte[offset + end];
            System.arraycopy(input, 0, piece, offset, end);
            int length = parser.parse(head, piece, offset, piece.length);
            if (length == ResponseParser.REFUSED) {
                return "refuse " + head.refusal();
            }
            if (length > 0) {
                head.detach();
                return describe(head) + " rest=" + new String(input, length, input.length - length,
                        StandardCharsets.ISO_8859_1);
            }
        }
        return "incomplete";
    }

    private static String describe(ResponseHead head) {
        StringBuilder fields = new StringBuilder();
        for (int i = 0; i < head.fields().count(); i++) {
            fields.append(head.fields().name(i)).append(':').append(head.fields().value(i)).append('|');
        }
        String length = head.bodyLength() == ResponseHead.CHUNKED ? "chunked"
                : head.bodyLength() == ResponseHead.UNTIL_CLOSE ? "close" : Long.toString(head.bodyLength());
        return "1." + head.minorVersion() + " " + head.status() + " <" + head.reason() + "> " + length
                + (head.keepAlive() ? " kept " : " ") + fields;
    }
}
