package millrace.http.websocket.frame;

/** Where a {@link FrameWriter} writes to. */
@FunctionalInterface
public interface FrameOutput {
    /**
     * Takes bytes; the array is free afterwards.
     *
     * @return whether more is welcome
     */
    boolean write(byte[] bytes, int offset, int length);
}
