package millrace.http.h2;

/** What a {@link FrameReader} finds. Each answers whether to go on reading. */
interface FrameHandler {
    /** A whole frame, but for DATA; the payload is from {@code from} to {@code to}. */
    boolean frame(int type, int flags, int streamId, byte[] b, int from, int to);

    /**
     * A frame of DATA begins.
     *
     * @param length of its payload, with the padding
     * @param padding what of that says nothing, the octet with its length included
     */
    boolean dataBegins(int flags, int streamId, int length, int padding);

    /** A part of its data. */
    boolean data(byte[] b, int from, int to);

    boolean dataEnds();

    /** All that has arrived is read, or nobody wants the rest. */
    void allRead();

    /** The bytes are no frames: what the other side is told, and what the log is. */
    void broken(int code, String why);
}
