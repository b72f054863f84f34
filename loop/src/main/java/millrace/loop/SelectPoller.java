package millrace.loop;

import millrace.os.Errno;
import millrace.os.OsException;
import millrace.os.Select;

/** {@code select(2)}: ends at descriptor 1023, and says so. */
final class SelectPoller implements Poller {
    private final Select select = new Select();

    @Override
    public boolean edgeTriggered() {
        return false;
    }

    @Override
    public void add(int fd, int interest) throws OsException {
        int result = select.add(fd, bits(interest));
        if (Errno.ERANGE.is(result)) {
            throw new OsException(
                    "select ends at descriptor " + (Select.LIMIT - 1) + ", and this is " + fd
                            + " (the pollers poll and epoll have no such end)",
                    -result);
        }
        OsException.check(result, "watch a descriptor");
    }

    @Override
    public void modify(int fd, int interest) throws OsException {
        OsException.check(select.modify(fd, bits(interest)), "watch a descriptor");
    }

    private static int bits(int interest) {
        return ((interest & READ) != 0 ? Select.IN : 0) | ((interest & WRITE) != 0 ? Select.OUT : 0);
    }

    @Override
    public void remove(int fd, boolean closing) throws OsException {
        OsException.check(select.remove(fd), "stop watching a descriptor");
    }

    @Override
    public int await(int timeoutMillis) throws OsException {
        int ready = select.await(timeoutMillis);
        return Errno.EINTR.is(ready) ? 0 : OsException.check(ready, "wait for events");
    }

    @Override
    public int descriptor(int i) {
        return select.descriptor(i);
    }

    @Override
    public int ready(int i) {
        int events = select.events(i);
        return ((events & Select.IN) != 0 ? READ : 0) | ((events & Select.OUT) != 0 ? WRITE : 0);
    }

    @Override
    public void close() {
        // Three sets in memory hold nothing of the kernel's.
    }
}
