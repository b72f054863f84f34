package millrace.loop;

import millrace.os.Epoll;
import millrace.os.Errno;
import millrace.os.OsException;

/** {@code epoll(7)}, level- or edge-triggered. */
final class EpollPoller implements Poller {
    private static final int EVENTS_PER_TURN = 1024;
    private static final int ALL_EDGES = Epoll.IN | Epoll.OUT | Epoll.RDHUP | Epoll.ET;

    private final Epoll epoll = Epoll.open(EVENTS_PER_TURN);
    private final boolean edgeTriggered;

    EpollPoller(boolean edgeTriggered) throws OsException {
        this.edgeTriggered = edgeTriggered;
    }

    @Override
    public boolean edgeTriggered() {
        return edgeTriggered;
    }

    @Override
    public void add(int fd, int interest) throws OsException {
        OsException.check(epoll.add(fd, bits(interest)), "watch a descriptor");
    }

    @Override
    public void modify(int fd, int interest) throws OsException {
        if (!edgeTriggered) {
            OsException.check(epoll.modify(fd, bits(interest)), "watch a descriptor");
        }
    }

    private int bits(int interest) {
        return edgeTriggered
                ? ALL_EDGES
                : ((interest & READ) != 0 ? Epoll.IN : 0) | ((interest & WRITE) != 0 ? Epoll.OUT : 0);
    }

    @Override
    public void remove(int fd, boolean closing) throws OsException {
        if (!closing) {
            OsException.check(epoll.remove(fd), "stop watching a descriptor");
        }
    }

    @Override
    public int await(int timeoutMillis) throws OsException {
        int ready = epoll.await(timeoutMillis);
        return Errno.EINTR.is(ready) ? 0 : OsException.check(ready, "wait for events");
    }

    @Override
    public int descriptor(int i) {
        return epoll.descriptor(i);
    }

    @Override
    public int ready(int i) {
        int events = epoll.events(i);
        if ((events & (Epoll.ERR | Epoll.HUP)) != 0) {
            return READ | WRITE | HANGUP;
        }
        int ready = ((events & Epoll.IN) != 0 ? READ : 0) | ((events & Epoll.OUT) != 0 ? WRITE : 0);
        return (events & Epoll.RDHUP) != 0 ? ready | READ | HANGUP : ready;
    }

    @Override
    public void close() {
        epoll.close();
    }
}
