package millrace.gateway.range;

import java.io.UncheckedIOException;
import millrace.gateway.exchange.BodyFilter;
import millrace.loop.FileRegion;
import millrace.os.OsException;

/** Lets parts of a body pass. Of a body that comes in pieces they are in its order; one that comes whole has any order. */
final class RangeBody extends BodyFilter {
    private final Ranges ranges;
    private final byte[][] heads;
    private final byte[] tail;
    private long at;
    private int part;
    private boolean begun;

    /**
     * @param heads what stands before each part; {@code null} for a single one that stands alone
     * @param tail what stands behind the last
     */
    RangeBody(Ranges ranges, byte[][] heads, byte[] tail) {
        this.ranges = ranges;
        this.heads = heads;
        this.tail = tail;
    }

    @Override
    public boolean write(byte[] bytes, int offset, int length) {
        boolean room = true;
        long end = at + length;
        // Nothing of a part is sent yet, so it may lie anywhere in what is here.
        while (part < ranges.count() && (begun ? at : ranges.start(part)) < end && (begun || ranges.start(part) >= at)) {
            long from = begun ? at : ranges.start(part);
            long to = Math.min(end, ranges.end(part));
            if (!begun && heads != null) {
                next.write(heads[part], 0, heads[part].length);
            }
            room = next.write(bytes, offset + (int) (from - at), (int) (to - from));
            begun = to < ranges.end(part);
            if (begun) {
                break;
            }
            part++;
        }
        at = end;
        return room;
    }

    @Override
    public boolean takesFiles() {
        return next.takesFiles();
    }

    @Override
    public boolean write(FileRegion region) {
        if (heads == null) {
            return next.write(region.slice(ranges.start(0), ranges.end(0) - ranges.start(0)));
        }
        boolean room = true;
        try (region) {
            for (int i = 0; i < heads.length; i++) {
                next.write(heads[i], 0, heads[i].length);
                room = next.write(region.part(ranges.start(i), ranges.end(i) - ranges.start(i)));
            }
        } catch (OsException e) {
            throw new UncheckedIOException(e);
        }
        return room;
    }

    @Override
    public void end() {
        if (tail != null) {
            next.write(tail, 0, tail.length);
        }
        next.end();
    }
}
