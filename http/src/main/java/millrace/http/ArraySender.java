package millrace.http;

/** Sends a long array in pieces, at the pace of the client, and ends the response. For the loop's own thread only. */
final class ArraySender implements Runnable {
    private static final int PIECE_BYTES = 1 << 20;

    private final Response response;
    private final byte[] bytes;
    private final int end;
    private int position;

    ArraySender(Response response, byte[] bytes, int offset, int length) {
        this.response = response;
        this.bytes = bytes;
        this.position = offset;
        this.end = offset + length;
    }

    /** Writes until the client is behind; called again when it has caught up. */
    @Override
    public void run() {
        while (position < end) {
            int piece = Math.min(PIECE_BYTES, end - position);
            boolean more = response.write(bytes, position, piece);
            position += piece;
            if (!more) {
                return;
            }
        }
        response.end();
    }
}
