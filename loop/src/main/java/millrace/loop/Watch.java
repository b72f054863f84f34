package millrace.loop;

import java.lang.System.Logger.Level;
import millrace.os.Descriptor;
import millrace.os.OsException;

/**
 * A descriptor on a loop: it tells the loop what it is interested in, and is called when that is ready.
 *
 * <p>{@link #ready} must go on until a call answers −EAGAIN, or ask to be called {@link #again}: the poller may be
 * edge-triggered, and then says each thing once. Readiness that comes while it is not of interest is remembered.
 *
 * <p>For the loop's own thread only.
 */
public abstract class Watch {
    /** Interest in, or readiness for, reading. Also reported at the end of a stream and on an error. */
    public static final int READ = Poller.READ;

    /** Interest in, or readiness for, writing. */
    public static final int WRITE = Poller.WRITE;

    static final int HANGUP = Poller.HANGUP;

    private final EventLoop loop;
    private final int fd;

    /** The interest that the poller knows, the interest there is, and readiness not yet acted upon. */
    private int interest;

    private int remembered;
    private boolean added;
    private boolean closed;

    /** Whether it hangs in the loop's list of those to be called again, and its successor there. */
    boolean waiting;

    Watch nextWaiting;

    /**
     * @param fd a non-blocking descriptor, owned by this object from now on
     */
    protected Watch(EventLoop loop, int fd) {
        loop.checkThread();
        this.loop = loop;
        this.fd = fd;
    }

    /** Something of interest is ready: {@link #READ}, {@link #WRITE} or both. */
    protected abstract void ready(int bits);

    /** The descriptor has been closed. */
    protected void closed() {}

    /** What broke in {@link #ready}, after the loop's handler has been told. Closes the descriptor. */
    protected void failed(Throwable cause) {
        close();
    }

    public final EventLoop loop() {
        return loop;
    }

    public final int fd() {
        return fd;
    }

    public final boolean isClosed() {
        return closed;
    }

    public final int interest() {
        return interest;
    }

    /**
     * Says what is of interest from now on.
     *
     * @param bits {@link #READ}, {@link #WRITE}, both, or 0 for nothing, which not even an error interrupts
     */
    public final void interest(int bits) {
        loop.checkThread();
        if (bits == interest || closed) {
            return;
        }
        interest = bits;
        try {
            register(bits);
        } catch (OsException e) {
            // A descriptor that the poller cannot take (select ends at 1023) would be deaf for ever.
            loop.log().log(Level.ERROR, () -> "descriptor " + fd + " is closed: " + e.getMessage());
            refused(e);
            return;
        }
        if ((remembered & bits) != 0) {
            loop.watches().callAgain(this);
        }
    }

    /** The poller cannot watch the descriptor. */
    void refused(OsException cause) {
        close();
    }

    private void register(int bits) throws OsException {
        Poller poller = loop.watches().poller();
        if (!added) {
            if (bits != 0) {
                loop.watches().attach(this);
                poller.add(fd, bits);
                added = true;
            }
        } else if (poller.edgeTriggered()) {
            return;
        } else if (bits == 0) {
            poller.remove(fd, false);
            added = false;
        } else {
            poller.modify(fd, bits);
        }
    }

    /**
     * For a descriptor that is likely to be ready already: {@link #ready} is called in the next turn, and only what is
     * still open after that is made known to the poller.
     */
    final void tryFirst(int bits) {
        interest = bits;
        loop.watches().attach(this);
        again(bits);
    }

    /** Makes known what {@link #tryFirst} has left open. */
    final void registerLate() {
        if (!added && !closed && interest != 0) {
            int bits = interest;
            interest = 0;
            interest(bits);
        }
    }

    /** Calls {@link #ready} in the next turn as if the poller had said so: for what was left because of a budget. */
    protected final void again(int bits) {
        loop.checkThread();
        remembered |= bits;
        loop.watches().callAgain(this);
    }

    /** The poller, or the list of those that wait, has something to say. */
    final void dispatch(int bits) {
        int ready = (remembered | bits) & (interest | HANGUP);
        remembered = (remembered | bits) & ~interest;
        if ((ready & interest) != 0) {
            ready(ready);
        }
    }

    /** Ends the watch now, and closes the descriptor at the end of the turn. Closing twice is the same as once. */
    public final void close() {
        loop.checkThread();
        if (closed) {
            return;
        }
        closed = true;
        interest = 0;
        loop.watches().detach(this, added);
    }

    /**
     * Whether no other descriptor, here or in another process, is likely to stand for the same open file. Only then does
     * an epoll set forget a descriptor that is closed; one that is shared would go on being reported by its number.
     */
    boolean isAlone() {
        return false;
    }

    /** The loop's closing phase. */
    final void closeDescriptor() {
        Descriptor.close(fd);
        closed();
    }
}
