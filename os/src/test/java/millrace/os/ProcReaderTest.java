package millrace.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcReaderTest {
    private static final int SELF = (int) ProcessHandle.current().pid();

    private final ProcReader reader = new ProcReader();

    @Test
    void tellsTheSameAsTheWholeRecord() throws IOException {
        assertTrue(reader.look(SELF));
        Proc self = Proc.of(SELF);
        assertEquals(self.startTicks(), reader.startTicks());
        assertTrue(reader.residentBytes() > self.rssBytes() / 2 && reader.residentBytes() < self.rssBytes() * 2);
        assertTrue(reader.cpuNanos() > 0);
        assertTrue(reader.startedNanos() < reader.uptimeNanos());
    }

    @Test
    void nameWithParenthesesAndSpacesIsPassedOver(@TempDir Path folder) throws IOException {
        Path program = folder.resolve("a) R 1 (b c");
        Files.copy(Path.of("/bin/sleep"), program);
        try (Child child = Child.start(new Spawn("./a) R 1 (b c", "1000").directory(folder))) {
            assertTrue(reader.look(child.process().pid()));
            assertEquals(Proc.of(child.process().pid()).startTicks(), reader.startTicks());
        }
    }

    @Test
    void childrenOfEveryThreadAreNamedHoweverMany() throws Exception {
        // Enough for the list to be longer than the buffer would be with one read.
        String many = "i=0; while [ $i -lt 900 ]; do sleep 1000 & i=$((i+1)); done; echo ready; wait";
        try (Child child = Child.start(Child.shell(many))) {
            assertEquals("ready", new BufferedReader(new InputStreamReader(child.stream())).readLine());
            List<Integer> named = new ArrayList<>();
            assertTrue(reader.look(child.process().pid()));
            reader.children(named::add);
            assertEquals(900, named.size());
            assertEquals(900, new TreeSet<>(named).size());
            for (int pid : named) {
                Signals.send(pid, Signal.SIGKILL);
            }
        }
        try (Child child = Child.start(new Spawn("/bin/sleep", "1000"))) {
            List<Integer> named = new ArrayList<>();
            assertTrue(reader.look(SELF));
            reader.children(named::add);
            assertTrue(named.contains(child.process().pid()), named.toString());
        }
    }

    @Test
    void aProcessThatIsGoneIsNoFailure() throws IOException {
        int pid;
        try (PidFd child = Child.shell("exit 0").start()) {
            pid = child.pid();
            child.await();
        }
        assertFalse(reader.look(pid));
    }
}
