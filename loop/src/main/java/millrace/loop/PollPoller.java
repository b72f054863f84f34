package millrace.loop;

import millrace.os.Errno;
import millrace.os.OsException;
import millrace.os.Poll;

/** {@code poll(2)}: the kernel looks at every descriptor in every turn. */
final class PollPoller implements Poller {
    private static final int INITIAL_CAPACITY = 64;

    private final Poll poll = new Poll(INITIAL_CAPACITY);

    @Override
    public boolean edgeTriggered() {
        return false;
    }

    @Override
    public void add(int fd, int interest) throws OsException {
        OsException.check(poll.add(fd, bits(interest)), "watch a descriptor");
    }

    @Override
    public void modify(int fd, int interest) throws OsException {
        OsException.check(poll.modify(fd, bits(interest)), "watch a descriptor");
    }

    private static int bits(int interest) {
        return ((interest & READ) != 0 ? Poll.IN : 0) | ((interest & WRITE) != 0 ? Poll.OUT : 0);
    }

    @Override
    public void remove(int fd, boolean closing) throws OsException {
        OsException.check(poll.remove(fd), "stop watching a descriptor");
    }

    @Override
    public int await(int timeoutMillis) throws OsException {
        int ready = poll.await(timeoutMillis);
        return Errno.EINTR.is(ready) ? 0 : OsException.check(ready, "wait for events");
    }

    @Override
    public int descriptor(int i) {
        return poll.descriptor(i);
    }

    @Override
    public int ready(int i) {
        int events = poll.events(i);
        if ((events & (Poll.ERR | Poll.HUP | Poll.NVAL)) != 0) {
            return READ | WRITE | HANGUP;
        }
        return ((events & Poll.IN) != 0 ? READ : 0) | ((events & Poll.OUT) != 0 ? WRITE : 0);
    }

    @Override
    public void close() {
        // An array in memory holds nothing of the kernel's.
    }
}
