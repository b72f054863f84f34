package millrace.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpawnTest {
    /** What a child sees: its descriptors and what each of them is. */
    private static final String DESCRIPTORS =
            "for f in /proc/$$/fd/*; do [ -h $f ] && echo ${f##*/} $(readlink $f); done";

    @Test
    void unnamedDescriptorsAreClosedEvenWithoutCloseOnExec() throws IOException {
        try (Pipe leaky = Pipe.open()) {
            Descriptor.setCloseOnExec(leaky.readEnd(), false);
            Descriptor.setCloseOnExec(leaky.writeEnd(), false);
            assertEquals(List.of(0, 1, 2), numbers(Child.run(Child.shell(DESCRIPTORS))));
        }
    }

    @Test
    void withoutCloseFromTheDescriptorsOpenNowAreClosed() throws IOException {
        try (Pipe leaky = Pipe.open()) {
            Descriptor.setCloseOnExec(leaky.readEnd(), false);
            Spawn spawn = Child.shell(DESCRIPTORS).descriptor(leaky.writeEnd(), 4);
            spawn.closeFrom = null;
            assertEquals(List.of(0, 1, 2, 4), numbers(Child.run(spawn)));
        }
    }

    @Test
    void descriptorsArriveAtTheirNumbersWithHolesClosed() throws IOException {
        try (Pipe pipe = Pipe.open()) {
            Spawn spawn = Child.shell(DESCRIPTORS).descriptor(pipe.readEnd(), 3).descriptor(pipe.writeEnd(), 9);
            String seen = Child.run(spawn);
            assertEquals(List.of(0, 1, 2, 3, 9), numbers(seen));
            String link = Files.readSymbolicLink(Path.of("/proc/self/fd/" + pipe.readEnd())).toString();
            assertTrue(seen.contains("3 " + link) && seen.contains("9 " + link), seen);
            assertTrue(seen.contains("0 /dev/null"), seen);
        }
    }

    @Test
    void sourcesThatAreEachOthersTargetsAreSwapped() throws IOException {
        try (Pipe one = Pipe.open(); Pipe two = Pipe.open()) {
            int a = one.readEnd();
            int b = two.readEnd();
            String seen = Child.run(Child.shell(DESCRIPTORS).descriptor(a, b).descriptor(b, a));
            String linkOfA = Files.readSymbolicLink(Path.of("/proc/self/fd/" + a)).toString();
            String linkOfB = Files.readSymbolicLink(Path.of("/proc/self/fd/" + b)).toString();
            assertTrue(seen.contains(a + " " + linkOfB + "\n") && seen.contains(b + " " + linkOfA + "\n"), seen);
        }
    }

    @Test
    void aDescriptorThatKeepsItsNumberStaysOpen() throws IOException {
        try (Pipe pipe = Pipe.open()) {
            int fd = pipe.readEnd();
            assertTrue(numbers(Child.run(Child.shell(DESCRIPTORS).descriptor(fd, fd))).contains(fd));
        }
    }

    @Test
    void standardInputGivenAsAnotherNumberIsNotReplacedFirst() throws IOException {
        String before = Files.readSymbolicLink(Path.of("/proc/self/fd/0")).toString();
        String seen = Child.run(Child.shell(DESCRIPTORS).descriptor(0, 5));
        assertTrue(seen.contains("5 " + before + "\n") && seen.contains("0 /dev/null"), seen);
    }

    @Test
    void nothingStaysOpenHere() throws IOException {
        Child.run(Child.shell("true"));
        List<String> before = openHere();
        try (Pipe one = Pipe.open()) {
            Child.run(Child.shell("true").descriptor(one.readEnd(), one.writeEnd()).descriptor(one.writeEnd(), 3));
        }
        assertThrows(OsException.class, () -> new Spawn("/no/such/program").start());
        assertEquals(before, openHere());
    }

    @Test
    void childBlocksAndIgnoresNoSignal() throws IOException {
        Signals.block(Signal.SIGUSR1, Signal.SIGTERM);
        Signals.ignore(Signal.SIGUSR1);
        try {
            String status = Child.run(new Spawn("/bin/grep", "Sig[BI]", "/proc/self/status"));
            assertTrue(status.contains("SigBlk:\t0000000000000000"), status);
            assertTrue(status.contains("SigIgn:\t0000000000000000"), status);
        } finally {
            Signals.reset(Signal.SIGUSR1);
            Signals.unblock(Signal.SIGUSR1, Signal.SIGTERM);
        }
    }

    @Test
    void environmentIsInheritedChangedAndEmptied() throws IOException {
        String home = System.getenv("HOME");
        Spawn changed = Child.shell("echo \"$HOME|$NEW|$PATH\"").variable("NEW", "ä b=c").variable("PATH", null);
        assertTrue(Child.run(changed).startsWith(home + "|ä b=c|"), "inherited and added");
        String removed = Child.run(new Spawn("/usr/bin/env").variable("PATH", null));
        assertFalse(removed.lines().anyMatch(line -> line.startsWith("PATH=")), removed);
        assertThrows(IllegalArgumentException.class, () -> Child.shell("true").variable("A=B", "c"));
        assertEquals("A=1\n", Child.run(new Spawn("/usr/bin/env").withoutVariables().variable("A", "1")));
    }

    @Test
    void programStartsInItsFolderAndIsFoundInPath(@TempDir Path folder) throws IOException {
        assertEquals(folder.toRealPath() + "\n", Child.run(new Spawn("pwd", "-P").directory(folder)));
    }

    @Test
    void argumentsArriveUnchanged() throws IOException {
        assertEquals("<a b><><é\n$x>", Child.run(new Spawn("printf", "<%s>", "a b", "", "é\n$x")));
        assertThrows(IllegalArgumentException.class, () -> new Spawn("echo", "a\0b").start());
    }

    @Test
    void groupAndSessionAreNew() throws IOException {
        String stat = "read pid name state parent group session rest < /proc/$$/stat; echo $pid $group $session";
        String[] group = Child.run(Child.shell(stat).newGroup()).strip().split(" ");
        assertEquals(group[0], group[1]);
        assertFalse(group[0].equals(group[2]), "still in this session");
        String[] session = Child.run(Child.shell(stat).newSession()).strip().split(" ");
        assertEquals(session[0], session[2]);
    }

    @Test
    void whatCannotStartSaysWhy(@TempDir Path folder) {
        OsException missing = assertThrows(OsException.class, () -> new Spawn("no-such-program-here").start());
        assertEquals(Errno.ENOENT.number(), missing.errno());
        assertTrue(missing.getMessage().startsWith("start no-such-program-here: no such file"), missing.getMessage());
        OsException denied = assertThrows(OsException.class, () -> new Spawn(folder.toString()).start());
        assertEquals(Errno.EACCES.number(), denied.errno());
    }

    private static List<Integer> numbers(String descriptors) {
        return descriptors.lines().map(line -> Integer.parseInt(line.split(" ")[0])).sorted().toList();
    }

    private static List<String> openHere() {
        return Arrays.stream(new File("/proc/self/fd").list()).sorted().toList();
    }
}
