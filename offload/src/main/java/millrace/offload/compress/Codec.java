package millrace.offload.compress;

import java.io.IOException;

/**
 * Compression or decompression as plain computation, without threads and without buffers of its own: for who calls it
 * on a loop, piece by piece, and for {@link CodecStream}, which calls it on a worker.
 *
 * <pre>
 *   while ((n = codec.read(out, 0, out.length)) &gt; 0) { … use n bytes … }      0: it needs input, or is finished
 *   codec.input(bytes, 0, bytes.length);                                       only when it needs input
 *   codec.endInput();                                                          once, after the last
 * </pre>
 *
 * <p>For one thread at a time. It holds native memory (a compressor 270 KB, a decompressor 40) until it is closed.
 */
public sealed interface Codec extends AutoCloseable permits Compressor, Decompressor {
    /**
     * Gives the next piece, which must not be changed until all of it is used up.
     *
     * @throws IllegalStateException when the last piece is not used up, or the input has ended
     */
    void input(byte[] bytes, int offset, int length);

    /** Says that there is no more input. Saying it twice is the same as once. */
    void endInput();

    /**
     * Goes on until the room is full, or input is needed, or all is done.
     *
     * @param length at least 1
     * @return bytes put out; 0 when it needs input or is finished
     * @throws DecompressionException when the input is malformed, ends too early, or is larger than allowed
     */
    int read(byte[] to, int offset, int length) throws IOException;

    /** Whether all input is used up and all output of it taken. */
    boolean needsInput();

    /** Bytes of the last piece that are not used up. */
    int remaining();

    /** Whether the input has ended and all output has been taken. */
    boolean isFinished();

    /** Makes it as new, for the next stream. */
    void reset();

    /** Frees the native memory. Closing twice is the same as once. */
    @Override
    void close();
}
