package millrace.os;

/**
 * Bytes that move inside the kernel, between a pipe and a socket or file, without passing through this process.
 * Callable from any thread. Source: {@code splice(2)}.
 */
public final class Splice {
    /** Do not wait for the pipe; whether a socket waits is its own setting. */
    public static final int NONBLOCK = 2;

    /** More will follow: a TCP socket holds back a last, incomplete segment. */
    public static final int MORE = 4;

    private static final Call SPLICE = Call.of("splice");

    private Splice() {}

    /**
     * Moves up to {@code length} bytes; one of the two descriptors is a pipe.
     *
     * @param flags {@link #NONBLOCK} and {@link #MORE}, or 0
     * @return bytes moved, 0 at the end of the source, or −errno
     */
    public static long move(int from, int to, long length, int flags) {
        return SPLICE.call(from, 0, to, 0, length, flags);
    }
}
