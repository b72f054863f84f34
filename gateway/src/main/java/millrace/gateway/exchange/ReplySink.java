package millrace.gateway.exchange;

/** The end of a reply's way in this program: it is framed as the client's protocol has it, and written. */
public abstract class ReplySink extends BodyFilter {
    /** Writes the head of {@link Exchange#reply}. */
    protected abstract void head(Exchange x);

    /** An interim answer, such as {@code 100 Continue} or {@code 103 Early Hints}. */
    protected abstract void interim(Exchange x, int status, HeaderList headers);

    /** Whether the client takes less than it is given. */
    public abstract boolean isCongested();

    @Override
    public boolean flush() {
        return !isCongested();
    }
}
