package millrace.gateway.exchange;

/** The end of a reply's way in this program: it is framed as the client's protocol has it, and written. */
public abstract class ReplySink extends BodyFilter {
    private HeadGate gate;

    /** The head of the next reply goes through this: for a {@link HeadFilter}. */
    public final void gate(HeadGate through) {
        gate = through;
    }

    /** What the head has to go through, or {@code null}; it is asked for once for each head. */
    protected final HeadGate takeGate() {
        HeadGate through = gate;
        gate = null;
        return through;
    }

    /** Bytes of a head that a {@link HeadGate} lets pass; only sinks that ask for gates are given any. */
    public void writeHead(byte[] bytes, int offset, int length) {
        throw new UnsupportedOperationException("this sink has no gate");
    }

    /** Writes the head of {@link Exchange#reply}. */
    protected abstract void head(Exchange x);

    /** An interim answer, such as {@code 100 Continue} or {@code 103 Early Hints}. */
    protected abstract void interim(Exchange x, int status, HeaderList headers);

    /** How many bytes the client takes now; {@link Integer#MAX_VALUE} if nobody knows. */
    public int windowBytes() {
        return Integer.MAX_VALUE;
    }

    /** Whether the client takes less than it is given. */
    public abstract boolean isCongested();

    @Override
    public boolean flush() {
        return !isCongested();
    }
}
