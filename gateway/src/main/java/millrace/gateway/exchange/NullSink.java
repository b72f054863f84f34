package millrace.gateway.exchange;

/** Where the reply of a subrequest goes when only its head is of interest. */
public final class NullSink extends ReplySink {
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
