package millrace.gateway.exchange;

import millrace.loop.FileRegion;

/** Puts the body of a part's reply into that of the whole, from some filter on. Its end is not the whole's. */
public class PartSink extends ReplySink {
    private final Exchange whole;
    private final BodyFilter target;

    public PartSink(Exchange whole, BodyFilter target) {
        this.whole = whole;
        this.target = target;
    }

    @Override
    protected void head(Exchange x) {
        // The whole has its own head.
    }

    @Override
    protected void interim(Exchange x, int status, HeaderList headers) {
        // The client has not asked for the part.
    }

    @Override
    public boolean isCongested() {
        return whole.reply().isCongested();
    }

    @Override
    public boolean write(byte[] bytes, int offset, int length) {
        return target.write(bytes, offset, length);
    }

    @Override
    public boolean takesFiles() {
        return target.takesFiles();
    }

    @Override
    public boolean write(FileRegion region) {
        return target.write(region);
    }

    @Override
    public void end() {
        // Who asked for the part is told when it is logged, too.
    }
}
