package millrace.loop;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import millrace.os.OsException;

/** The pollers there are, by the names that {@code --poller} and nginx's {@code use} know. */
public enum PollerKind {
    /** {@code select(2)}: everywhere, and ends at descriptor 1023. */
    SELECT("select", SelectPoller::new),
    /** {@code poll(2)}: any number of descriptors, each turn costs all of them. */
    POLL("poll", PollPoller::new),
    /** {@code epoll(7)}, level-triggered: the default. */
    EPOLL("epoll", () -> new EpollPoller(false)),
    /** {@code epoll(7)}, edge-triggered: one registration for the life of a descriptor. */
    EPOLL_ET("epoll-et", () -> new EpollPoller(true));

    private interface Opening {
        Poller open() throws OsException;
    }

    private final String id;
    private final Opening opening;

    PollerKind(String id, Opening opening) {
        this.id = id;
        this.opening = opening;
    }

    Poller open() throws OsException {
        return opening.open();
    }

    /** The kind of that name, or an exception that lists the names. */
    public static PollerKind of(String name) {
        for (PollerKind kind : values()) {
            if (kind.id.equals(name.toLowerCase(Locale.ROOT))) {
                return kind;
            }
        }
        throw new IllegalArgumentException("no poller \"" + name + "\"; there are "
                + Arrays.stream(values()).map(PollerKind::toString).collect(Collectors.joining(", ")));
    }

    @Override
    public String toString() {
        return id;
    }
}
