package millrace.manager.survive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import millrace.manager.Home;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DumpTest {
    @TempDir
    Path folder;

    private Home home;
    private Dump dump;

    @BeforeEach
    void inAHomeOfItsOwn() {
        home = new Home(folder);
        dump = new Dump(home);
    }

    @Test
    void whatIsSavedIsLoadedAsItWasButForWhatRan() throws Exception {
        SavedList list = list("a", "ü\n\u0000\"");
        dump.save(list);
        assertEquals(new Dump.Loaded(list.withoutProcesses(), null), dump.load());
        assertNull(dump.load().list().apps().getFirst().instances().getFirst().process());
    }

    @Test
    void nobodyElseCanReadIt() throws Exception {
        dump.save(list("a"));
        dump.save(list("b"));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(home.dump())));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(backup())));
    }

    @Test
    void aBrokenListIsNamedAndTheOneBeforeItIsUsed() throws Exception {
        dump.save(list("old"));
        dump.save(list("new"));
        byte[] whole = Files.readAllBytes(home.dump());
        Files.write(home.dump(), Arrays.copyOf(whole, whole.length / 2));
        Dump.Loaded loaded = dump.load();
        assertEquals(list("old").withoutProcesses(), loaded.list());
        assertTrue(loaded.warning().contains(home.dump().toString()), loaded.warning());
        assertTrue(loaded.warning().contains(backup().toString()), loaded.warning());
        assertTrue(loaded.warning().contains("millrace save"), loaded.warning());
    }

    @Test
    void aBrokenListNeverBecomesTheBackup() throws Exception {
        dump.save(list("good"));
        dump.save(list("better"));
        Files.writeString(home.dump(), "{");
        dump.save(list("new"));
        Files.writeString(home.dump(), "");
        assertEquals(list("good").withoutProcesses(), dump.load().list());
    }

    @Test
    void whenNothingCanBeReadItSaysWhatToDo() throws Exception {
        String nothing = assertThrows(IOException.class, dump::load).getMessage();
        assertTrue(nothing.contains("nothing has been saved"), nothing);
        Files.writeString(home.dump(), "[]");
        Files.writeString(backup(), "{\"version\":7}");
        String broken = assertThrows(IOException.class, dump::load).getMessage();
        assertTrue(broken.contains("of version 7"), broken);
        assertTrue(broken.contains("millrace cleardump"), broken);
        assertTrue(dump.clear());
        assertFalse(dump.clear());
        assertThrows(IOException.class, dump::load);
    }

    @Test
    void aHomeThatIsReadOnlyIsNamed() throws Exception {
        Dump nowhere = new Dump(new Home(Path.of("/proc/self")));
        IOException e = assertThrows(IOException.class, () -> nowhere.save(list("a")));
        assertTrue(e.getMessage().contains("/proc/self/dump.json"), e.getMessage());
    }

    @Test
    void noBytesWhateverMakeMoreThanAnIOException() throws Exception {
        byte[] good = list("a", "b").bytes();
        assertEquals(list("a", "b"), SavedList.read(good));
        Random random = new Random(20);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = Arrays.copyOf(good, random.nextInt(good.length) + 1);
            for (int changes = random.nextInt(4); changes > 0; changes--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(128);
            }
            try {
                assertNotNull(SavedList.read(bytes));
            } catch (IOException e) {
                assertNotNull(e.getMessage());
            }
        }
    }

    private Path backup() {
        return folder.resolve("dump.json.bak");
    }

    private static SavedList list(String... names) {
        return new SavedList("boot", Arrays.stream(names).map(DumpTest::app).toList());
    }

    private static SavedApp app(String name) {
        SavedProcess process = new SavedProcess(7, 1L << 40, "pipe:[1]", null);
        return new SavedApp(
                Map.of("name", name, "args", List.of("x"), "env", Map.of("A", name)),
                List.of(
                        new SavedInstance(3, 0, false, 2, 1L << 41, process),
                        new SavedInstance(4, 1, true, 0, 0, null)),
                List.of(process));
    }
}
