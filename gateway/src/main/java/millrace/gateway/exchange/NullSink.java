package millrace.gateway.exchange;

/** Where a reply goes of which nothing is to be sent, such as that of a subrequest of which only the head is of interest. */
public class NullSink extends ReplySink {
    @Override
    protected void head(Exchange x) {}

    @Override
    protected void interim(Exchange x, int status, HeaderList headers) {}

    @Override
    public boolean isCongested() {
        return false;
    }

    @Override
    public boolean write(byte[] bytes, int offset, int length) {
        return true;
    }

    @Override
    public void end() {}
}
