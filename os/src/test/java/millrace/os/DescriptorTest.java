package millrace.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DescriptorTest {
    @Test
    void duplicateIsASecondDescriptorOfTheSameFile() throws OsException {
        try (Pipe pipe = Pipe.open()) {
            int copy = Descriptor.duplicate(pipe.writeEnd(), 500);
            assertTrue(copy >= 500);
            assertEquals(1, Bytes.write(copy, "x"));
            assertEquals("x", Bytes.read(pipe.readEnd()));
            assertTrue(Descriptor.isOpen(copy));
            assertEquals(0, Descriptor.close(copy));
            assertFalse(Descriptor.isOpen(copy));
            assertTrue(Errno.EBADF.is(Descriptor.close(copy)));
            assertTrue(Descriptor.isOpen(pipe.writeEnd()));
        }
    }

    @Test
    void replacedDescriptorKeepsItsNumberAndLeadsElsewhere() throws OsException {
        try (Pipe before = Pipe.open();
                Pipe after = Pipe.open()) {
            int number = Descriptor.duplicate(before.writeEnd());
            assertEquals(number, Descriptor.replace(after.writeEnd(), number));
            assertEquals(1, Bytes.write(number, "x"));
            assertEquals("x", Bytes.read(after.readEnd()));
            assertTrue(Bytes.read(before.readEnd()).contains("EAGAIN"));
            Descriptor.close(number);
            assertTrue(Descriptor.isOpen(after.writeEnd()));
        }
    }

    @Test
    void errorsHaveTheWordsOfTheCLibrary() {
        assertEquals("(111: Connection refused)", ErrorText.numbered(Errno.ECONNREFUSED.number()));
        assertEquals("No such file or directory", ErrorText.of(2));
        assertEquals("Unknown error 4711", ErrorText.of(4711));
    }

    @Test
    void readTellsNothingYetFromTheEnd() throws OsException {
        Pipe pipe = Pipe.open();
        assertTrue(Bytes.read(pipe.readEnd()).contains("EAGAIN"));
        Descriptor.close(pipe.writeEnd());
        assertEquals("", Bytes.read(pipe.readEnd()));
        Descriptor.close(pipe.readEnd());
        assertTrue(Bytes.read(pipe.readEnd()).contains("EBADF"));
    }

    @Test
    void pipesForChildrenWaitAtTheChildsEndOnly() throws Exception {
        try (Pipe from = Pipe.fromChild(); Pipe to = Pipe.toChild(); Pipe here = Pipe.open()) {
            assertFalse(nonBlocking(from.writeEnd()));
            assertTrue(nonBlocking(from.readEnd()));
            assertTrue(nonBlocking(to.writeEnd()));
            assertFalse(nonBlocking(to.readEnd()));
            assertTrue(nonBlocking(here.readEnd()) && nonBlocking(here.writeEnd()));
            assertEquals(0, Descriptor.setNonBlocking(here.readEnd(), false));
            assertFalse(nonBlocking(here.readEnd()));
        }
    }

    @Test
    void eventIsReadableFromSignalToDrain() throws OsException {
        try (EventFd event = EventFd.open()) {
            Poll poll = new Poll(1);
            poll.add(event.fd(), Poll.IN);
            assertEquals(0, poll.await(0));
            event.signal();
            event.signal();
            assertEquals(1, poll.await(30_000));
            event.drain();
            assertEquals(0, poll.await(0));
            event.drain();
        }
    }

    @Test
    void edgeTriggeredEpollReportsAnArrivalOnce() throws OsException {
        try (Pipe pipe = Pipe.open(); Epoll epoll = Epoll.open(4)) {
            epoll.add(pipe.readEnd(), Epoll.IN | Epoll.ET);
            Bytes.write(pipe.writeEnd(), "x");
            assertEquals(1, epoll.await(30_000));
            assertEquals(0, epoll.await(0));
            Bytes.write(pipe.writeEnd(), "y");
            assertEquals(1, epoll.await(30_000));
            assertEquals(pipe.readEnd(), epoll.descriptor(0));
        }
    }

    @Test
    void errorNumbersAreToldWithNameAndRemedy() {
        String message = new OsException("listen on 0.0.0.0:80", Errno.EACCES.number()).getMessage();
        assertTrue(message.matches("listen on 0.0.0.0:80: permission denied \\(EACCES\\); .*CAP_NET_BIND.*"), message);
        assertEquals("error 4711", Errno.describe(4711));
        assertTrue(Errno.EAGAIN.is(-11) && !Errno.EAGAIN.is(11));
    }

    @Test
    void descriptorsAreCloseOnExecFromTheStart() throws Exception {
        try (Pipe pipe = Pipe.open(); EventFd event = EventFd.open(); PidFd parent = PidFd.open(1);
                SignalFd signals = SignalFd.open(Signal.SIGWINCH)) {
            int copy = Descriptor.duplicate(pipe.readEnd());
            for (int fd : new int[] {pipe.readEnd(), pipe.writeEnd(), event.fd(), parent.fd(), signals.fd(), copy}) {
                assertTrue((flags(fd) & Descriptor.O_CLOEXEC) != 0, "descriptor " + fd);
            }
            assertEquals(0, Descriptor.setCloseOnExec(copy, false));
            assertEquals(0, flags(copy) & Descriptor.O_CLOEXEC);
            Descriptor.close(copy);
        }
    }

    @Test
    void epollInstanceIsCloseOnExec() throws IOException {
        List<Integer> before = epollInstances();
        try (Epoll epoll = Epoll.open(1)) {
            assertEquals(0, epoll.await(0));
            List<Integer> opened = epollInstances();
            opened.removeAll(before);
            assertEquals(1, opened.size());
            assertTrue((flags(opened.getFirst()) & Descriptor.O_CLOEXEC) != 0);
        }
    }

    private static List<Integer> epollInstances() throws IOException {
        List<Integer> found = new ArrayList<>();
        for (String fd : Proc.list(Path.of("/proc/self/fd"))) {
            Path link = Path.of("/proc/self/fd", fd);
            // The folder that was just listed had a descriptor too.
            if (Files.isSymbolicLink(link) && Files.readSymbolicLink(link).toString().contains("eventpoll")) {
                found.add(Integer.parseInt(fd));
            }
        }
        return found;
    }

    private static boolean nonBlocking(int fd) throws IOException {
        return (flags(fd) & Descriptor.O_NONBLOCK) != 0;
    }

    private static int flags(int fd) throws IOException {
        String flags = Files.readAllLines(Path.of("/proc/self/fdinfo/" + fd)).get(1);
        return Integer.parseInt(flags.replaceAll("\\D", ""), 8);
    }
}
