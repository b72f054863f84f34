package millrace.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ProcessTest {
    @Test
    void exitCodeIsReported() throws IOException {
        try (PidFd child = Child.shell("exit 7").start()) {
            ExitStatus status = child.await();
            assertEquals(7, status.code());
            assertEquals(0, status.signal());
            assertEquals("exit code 7", status.describe());
        }
    }

    @Test
    void signalThatEndsTheChildIsReported() throws IOException {
        try (PidFd child = new Spawn("sleep", "1000").start()) {
            assertNull(child.reap(), "still running");
            assertEquals(0, child.send(Signal.SIGTERM));
            ExitStatus status = child.await();
            assertEquals(-1, status.code());
            assertEquals(Signal.SIGTERM.number(), status.signal());
            assertFalse(status.coreDumped());
            assertEquals("killed by SIGTERM", status.describe());
        }
    }

    @Test
    void resourceUsageIsReported() throws IOException {
        try (PidFd child = Child.shell("i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done").start()) {
            ExitStatus status = child.await();
            assertTrue(status.userNanos() + status.systemNanos() > 5_000_000, status.toString());
            assertTrue(status.maxRssBytes() > 100_000, status.toString());
        }
    }

    @Test
    void descriptorIsReadableOnceTheChildHasEnded() throws IOException {
        try (Pipe hold = Pipe.toChild(); Epoll epoll = Epoll.open(1);
                PidFd child = Child.shell("read line; exit 3").descriptor(hold.readEnd(), 0).start()) {
            epoll.add(child.fd(), Epoll.IN);
            assertEquals(0, epoll.await(0));
            Descriptor.write(hold.writeEnd(), java.lang.foreign.MemorySegment.ofArray(new byte[] {'\n'}), 1);
            assertEquals(1, epoll.await(30_000));
            assertEquals(3, child.reap().code());
        }
    }

    @Test
    void aReapedChildIsGoneAndNotReapedTwice() throws IOException {
        try (PidFd child = Child.shell("exit 0").start()) {
            child.await();
            assertFalse(Signals.exists(child.pid()));
            assertTrue(Errno.ESRCH.is(child.send(Signal.SIGTERM)));
            assertEquals(Errno.ECHILD.number(), assertThrows(OsException.class, child::reap).errno());
        }
    }

    @Test
    void aStrangerIsHeldButNotReaped() throws IOException {
        int parent = (int) ProcessHandle.current().parent().orElseThrow().pid();
        try (PidFd stranger = PidFd.open(parent)) {
            assertEquals(Errno.ECHILD.number(), assertThrows(OsException.class, stranger::reap).errno());
        }
    }

    @Test
    void groupIsSignalledAsAWhole() throws IOException {
        try (Child shell = Child.start(Child.shell("sleep 1000 & echo started; wait").newGroup());
                var output = shell.stream()) {
            assertEquals("started\n", new String(output.readNBytes(8)));
            assertEquals(0, Signals.sendToGroup(shell.process().pid(), Signal.SIGKILL));
            assertEquals(-1, output.read(), "sleep has the output open too");
            assertEquals(Signal.SIGKILL.number(), shell.process().await().signal());
        }
    }

    @Test
    void numbersThatMeanEverybodyAreRefused() {
        for (int pid : new int[] {0, -1, -100}) {
            assertThrows(IllegalArgumentException.class, () -> Signals.send(pid, Signal.SIGCONT));
            assertThrows(IllegalArgumentException.class, () -> Signals.sendToGroup(pid, Signal.SIGCONT));
        }
    }

    @Test
    void exitStatusSurvivesAnIgnoredSigchldThatWasReset() throws IOException {
        Signals.ignore(Signal.SIGCHLD);
        Signals.reset(Signal.SIGCHLD);
        try (PidFd child = Child.shell("exit 5").start()) {
            assertEquals(5, child.await().code());
        }
    }
}
