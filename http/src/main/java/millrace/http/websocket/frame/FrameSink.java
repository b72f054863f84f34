package millrace.http.websocket.frame;

/** Who takes the frames that a {@link FrameReader} finds. */
public interface FrameSink {
    /**
     * A frame begins. Its opcode is a known one, and if it is a control frame, it is whole and short enough.
     *
     * @param last whether no fragment of its message follows
     * @param marked whether the first reserved bit is set
     * @param length of its payload
     */
    void frame(int opcode, boolean last, boolean marked, long length) throws WebSocketException;

    /**
     * Payload, not masked any more. The array is the reader's caller's and may be changed.
     *
     * @param end whether the frame ends here; said once for each frame, be it with no byte
     */
    void payload(byte[] bytes, int from, int to, boolean end) throws WebSocketException;

    /** Whether the reader may go on. What it has not read by then is offered again by its caller. */
    boolean takesMore();
}
