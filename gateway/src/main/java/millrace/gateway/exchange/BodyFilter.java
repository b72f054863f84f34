package millrace.gateway.exchange;

import millrace.loop.FileRegion;

/**
 * A station on the way of a reply's body to the client; the last one is the connection's own ({@link ReplySink}).
 * For the loop's own thread only.
 */
public abstract class BodyFilter {
    /** The next station towards the client; {@code null} only for the last. */
    protected BodyFilter next;

    /**
     * Body bytes, valid during the call only.
     *
     * @return whether more is welcome; after {@code false}, wait for {@link ReplySource#onWritable}
     */
    public abstract boolean write(byte[] bytes, int offset, int length);

    /** Whether {@link #write(FileRegion)} is possible: a filter that must see the bytes says no. */
    public boolean takesFiles() {
        return false;
    }

    /**
     * A piece of a file, sent by the kernel, which is closed after that.
     *
     * @return as {@link #write(byte[], int, int)}
     */
    public boolean write(FileRegion region) {
        throw new IllegalStateException("this filter must see the bytes");
    }

    /** The body is complete. */
    public void end() {
        next.end();
    }

    /** What was held back shall go on its way. */
    public boolean flush() {
        return next.flush();
    }

    /** The body will not be completed; whatever is held is let go. */
    public void cancel() {
        if (next != null) {
            next.cancel();
        }
    }
}
