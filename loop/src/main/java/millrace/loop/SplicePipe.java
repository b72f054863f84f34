package millrace.loop;

import millrace.os.OsException;
import millrace.os.Pipe;
import millrace.os.Splice;

/** A pipe that bytes go through between two sockets, and how many are in it. */
final class SplicePipe {
    private final Pipe pipe;
    private final int capacityBytes;
    private int heldBytes;

    /** In the pool. */
    SplicePipe next;

    /** Opens a pipe of so many bytes, or as many as the user may have. */
    SplicePipe(int bytes) throws OsException {
        pipe = Pipe.open();
        int resized = pipe.resize(bytes);
        // Who has used up what a user may have in pipes is left with a page or two.
        capacityBytes = resized > 0 ? resized : 4096;
    }

    int heldBytes() {
        return heldBytes;
    }

    /** Whether so few bytes mean that the source has no more: a pipe that is full of small pieces holds few, too. */
    boolean isFew(long bytes) {
        return bytes < capacityBytes / 2;
    }

    /** Takes what the source has: bytes, 0 at its end, or −errno; −EAGAIN means the source when the pipe is empty. */
    long fill(int source, long mostBytes) {
        long taken = Splice.move(source, pipe.writeEnd(), Math.min(mostBytes, capacityBytes), Splice.NONBLOCK);
        heldBytes += (int) Math.max(0, taken);
        return taken;
    }

    /** Gives the sink what it takes: bytes, or −errno. */
    long drain(int sink) {
        long given = Splice.move(pipe.readEnd(), sink, heldBytes, Splice.NONBLOCK);
        heldBytes -= (int) Math.max(0, given);
        return given;
    }

    void close() {
        pipe.close();
    }
}
