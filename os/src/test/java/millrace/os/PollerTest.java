package millrace.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntBinaryOperator;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What select, poll and epoll have in common, and where they differ. */
class PollerTest {
    private static final int SECONDS_30 = 30_000;
    private static final int IN = Epoll.IN;
    private static final int OUT = Epoll.OUT;

    /** The calls under test, by name. */
    private record Poller(
            IntBinaryOperator adding,
            IntBinaryOperator modifying,
            IntUnaryOperator removing,
            IntUnaryOperator waiting,
            IntUnaryOperator descriptors,
            IntUnaryOperator eventBits) {

        static Poller of(Select it) {
            return new Poller(it::add, it::modify, it::remove, it::await, it::descriptor, it::events);
        }

        static Poller of(Poll it) {
            return new Poller(it::add, it::modify, it::remove, it::await, it::descriptor, it::events);
        }

        static Poller of(Epoll it) {
            return new Poller(it::add, it::modify, it::remove, it::await, it::descriptor, it::events);
        }

        int add(int fd, int interest) {
            return adding.applyAsInt(fd, interest);
        }

        int modify(int fd, int interest) {
            return modifying.applyAsInt(fd, interest);
        }

        int remove(int fd) {
            return removing.applyAsInt(fd);
        }

        int await(int timeoutMillis) {
            return waiting.applyAsInt(timeoutMillis);
        }

        int descriptor(int i) {
            return descriptors.applyAsInt(i);
        }

        int events(int i) {
            return eventBits.applyAsInt(i);
        }
    }

    enum Kind {
        SELECT,
        POLL,
        EPOLL;

        private Poller open() throws OsException {
            return switch (this) {
                case SELECT -> Poller.of(new Select());
                case POLL -> Poller.of(new Poll(1));
                case EPOLL -> Poller.of(Epoll.open(16));
            };
        }
    }

    private final int[] pair = new int[2];

    @BeforeEach
    void connect() throws OsException {
        OsException.check(Socket.pair(pair), "connect two sockets");
    }

    @AfterEach
    void close() {
        Descriptor.close(pair[0]);
        Descriptor.close(pair[1]);
    }

    @ParameterizedTest
    @EnumSource
    void readinessFollowsTheSocket(Kind kind) throws OsException {
        Poller poller = kind.open();
        assertEquals(0, poller.add(pair[0], IN));
        assertEquals(0, poller.await(0));
        Bytes.write(pair[1], "x");
        assertEquals(1, poller.await(SECONDS_30));
        assertEquals(pair[0], poller.descriptor(0));
        assertEquals(IN, poller.events(0));
        assertEquals(0, poller.modify(pair[0], IN | OUT));
        assertEquals(1, poller.await(SECONDS_30));
        assertEquals(IN | OUT, poller.events(0));
        Bytes.read(pair[0]);
        assertEquals(1, poller.await(SECONDS_30));
        assertEquals(OUT, poller.events(0));
        assertEquals(0, poller.modify(pair[0], 0));
        assertEquals(0, poller.await(0));
    }

    @ParameterizedTest
    @EnumSource
    void endOfTheOtherSideIsReadable(Kind kind) throws OsException {
        Poller poller = kind.open();
        poller.add(pair[0], IN);
        Socket.shutdown(pair[1], Socket.SHUT_WR);
        assertEquals(1, poller.await(SECONDS_30));
        assertEquals(IN, poller.events(0) & IN);
    }

    @ParameterizedTest
    @EnumSource
    void addingTwiceAndTouchingStrangersAreErrors(Kind kind) throws OsException {
        Poller poller = kind.open();
        assertTrue(Errno.ENOENT.is(poller.modify(pair[0], IN)));
        assertTrue(Errno.ENOENT.is(poller.remove(pair[0])));
        assertEquals(0, poller.add(pair[0], IN));
        assertTrue(Errno.EEXIST.is(poller.add(pair[0], IN)));
        assertEquals(0, poller.remove(pair[0]));
        assertTrue(Errno.ENOENT.is(poller.remove(pair[0])));
    }

    @ParameterizedTest
    @EnumSource
    void theOthersStayWatchedWhenOneIsRemoved(Kind kind) throws OsException {
        Poller poller = kind.open();
        try (EventFd a = EventFd.open(); EventFd b = EventFd.open(); EventFd c = EventFd.open()) {
            for (EventFd event : new EventFd[] {a, b, c}) {
                event.signal();
                assertEquals(0, poller.add(event.fd(), IN));
            }
            assertEquals(Set.of(a.fd(), b.fd(), c.fd()), ready(poller).keySet());
            poller.remove(a.fd());
            poller.modify(c.fd(), IN | OUT);
            assertEquals(new TreeMap<>(Map.of(b.fd(), IN, c.fd(), IN | OUT)), ready(poller));
            poller.remove(c.fd());
            assertEquals(Set.of(b.fd()), ready(poller).keySet());
            b.drain();
            assertEquals(0, poller.await(0));
        }
    }

    @Test
    void selectEndsAtDescriptor1023AndSaysSo() throws OsException {
        Select select = new Select();
        int last = Descriptor.duplicate(pair[0], Select.LIMIT - 1);
        int beyond = Descriptor.duplicate(pair[0], Select.LIMIT);
        assertEquals(Select.LIMIT - 1, last, "free in this process");
        assertEquals(0, select.add(last, Select.IN));
        assertTrue(Errno.ERANGE.is(select.add(beyond, Select.IN)));
        assertTrue(Errno.ENOENT.is(select.remove(beyond)));
        Bytes.write(pair[1], "x");
        assertEquals(1, select.await(SECONDS_30));
        assertEquals(last, select.descriptor(0));
        Descriptor.close(last);
        Descriptor.close(beyond);
        assertTrue(Errno.EBADF.is(select.await(0)), "closed and not removed");
    }

    @Test
    void pollWatchesThousandsAndNamesTheClosed() throws OsException {
        int thousands = 3_000;
        Poll poll = new Poll(1);
        int[] copies = new int[thousands];
        for (int i = 0; i < thousands; i++) {
            copies[i] = OsException.check(Descriptor.duplicate(pair[0]), "duplicate");
            assertEquals(0, poll.add(copies[i], Poll.IN));
        }
        Bytes.write(pair[1], "x");
        assertEquals(thousands, poll.await(SECONDS_30));
        for (int i = 0; i < thousands; i++) {
            assertEquals(copies[i], poll.descriptor(i));
            Descriptor.close(copies[i]);
        }
        assertEquals(thousands, poll.await(0));
        assertEquals(Poll.NVAL, poll.events(thousands - 1));
    }

    @ParameterizedTest
    @EnumSource
    void waitingAllocatesNothing(Kind kind) throws OsException {
        Poller poller = kind.open();
        poller.add(pair[0], OUT);
        assertEquals(0, Allocation.afterWarmUp(() -> {
            poller.modify(pair[0], OUT);
            poller.await(0);
            poller.descriptor(poller.events(0) & 0);
        }));
    }

    private static TreeMap<Integer, Integer> ready(Poller poller) {
        TreeMap<Integer, Integer> events = new TreeMap<>();
        int ready = poller.await(SECONDS_30);
        for (int i = 0; i < ready; i++) {
            events.put(poller.descriptor(i), poller.events(i));
        }
        return events;
    }
}
