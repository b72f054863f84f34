package millrace.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcTest {
    private static final int SELF = (int) ProcessHandle.current().pid();

    @Test
    void thisProcessIsDescribed() throws IOException {
        Proc self = Proc.of(SELF);
        assertEquals(SELF, self.pid());
        assertEquals("java", self.name());
        assertEquals(ProcessHandle.current().parent().orElseThrow().pid(), self.parent());
        assertTrue(self.threads() > 1, self.toString());
        assertTrue(self.rssBytes() > 10_000_000, self.toString());
        assertTrue(self.userNanos() + self.systemNanos() > 0, self.toString());
        Instant started = ProcessHandle.current().info().startInstant().orElseThrow();
        assertTrue(Duration.between(started, self.started()).abs().toSeconds() <= 2, self.started() + " " + started);
    }

    @Test
    void nameWithSpacesAndParenthesesIsRead(@TempDir Path folder) throws IOException {
        Path program = folder.resolve("a) R 1 (b c");
        Files.copy(Path.of("/bin/sleep"), program);
        try (Child child = Child.start(new Spawn("./a) R 1 (b c", "1000").directory(folder))) {
            Proc proc = Proc.of(child.process().pid());
            assertEquals("a) R 1 (b c", proc.name());
            assertEquals(SELF, proc.parent());
        }
    }

    @Test
    void endedProcessIsAZombieUntilReapedAndThenGone() throws IOException {
        try (PidFd child = Child.shell("exit 0").start()) {
            Poll poll = new Poll(1);
            poll.add(child.fd(), Poll.IN);
            assertEquals(1, poll.await(30_000));
            Proc zombie = Proc.of(child.pid());
            assertEquals('Z', zombie.state());
            assertEquals(0, zombie.rssBytes());
            child.await();
            assertNull(Proc.of(child.pid()));
            assertEquals(Errno.ESRCH.number(),
                    assertThrows(OsException.class, () -> Proc.descriptors(child.pid())).errno());
        }
    }

    @Test
    void descendantsAreFoundThroughTheirParents() throws IOException {
        String tree = "sh -c 'sh -c \"echo ready; read x\"; true' <&0; true";
        try (Pipe hold = Pipe.toChild();
                Child child = Child.start(Child.shell(tree).descriptor(hold.readEnd(), 0));
                BufferedReader output = new BufferedReader(new InputStreamReader(child.stream()))) {
            assertEquals("ready", output.readLine());
            List<Proc> descendants = Proc.descendants(child.process().pid());
            assertEquals(2, descendants.size(), descendants.toString());
            assertEquals(child.process().pid(), descendants.get(0).parent());
            assertEquals(descendants.get(0).pid(), descendants.get(1).parent());
            Bytes.write(hold.writeEnd(), "\n");
            assertNull(output.readLine());
        }
    }

    @Test
    void openDescriptorsAreCounted() throws IOException {
        // Only a program that has said so has closed the libraries it was loaded from.
        try (Pipe hold = Pipe.toChild();
                Child child = Child.start(
                        Child.shell("echo ready; read x").descriptor(hold.readEnd(), 0).descriptor(hold.readEnd(), 7));
                BufferedReader output = new BufferedReader(new InputStreamReader(child.stream()))) {
            assertEquals("ready", output.readLine());
            assertEquals(4, Proc.descriptors(child.process().pid()));
        }
    }

    @Test
    void startTimeTellsProcessesOfOneNumberApart() throws IOException {
        try (Child child = Child.start(new Spawn("sleep", "1000"))) {
            assertNotEquals(Proc.of(SELF).startTicks(), Proc.of(child.process().pid()).startTicks());
        }
    }
}
