package millrace.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InotifyTest {
    private static final int NAMES = Inotify.CREATE | Inotify.DELETE | Inotify.MOVED_FROM | Inotify.MOVED_TO;

    @TempDir
    private Path folder;

    private Inotify inotify;

    @BeforeEach
    void open() throws OsException {
        inotify = Inotify.open();
    }

    @AfterEach
    void close() {
        Descriptor.close(inotify.fd());
    }

    private List<String> events() {
        List<String> events = new ArrayList<>();
        int result;
        do {
            result = inotify.read((watch, mask, name) -> events.add(watch + " " + Integer.toHexString(mask) + " " + name));
        } while (result > 0);
        assertEquals(-Errno.EAGAIN.number(), result);
        return events;
    }

    @Test
    void eventsComeInOrderWithTheNamesAsTheyAre() throws IOException {
        assertEquals(1, inotify.add(folder, NAMES));
        assertEquals(List.of(), events());
        Path file = Files.createFile(folder.resolve("ä file of sixteen"));
        Path moved = Files.move(file, folder.resolve("b"));
        Files.delete(moved);
        Files.createDirectory(folder.resolve("c"));
        assertEquals(List.of("1 100 ä file of sixteen", "1 40 ä file of sixteen", "1 80 b", "1 200 b", "1 40000100 c"),
                events());
    }

    @Test
    void moreThanOneBufferfulIsReadPieceByPiece() throws IOException {
        inotify.add(folder, NAMES);
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            Files.createFile(folder.resolve("file-" + i));
            expected.add("1 100 file-" + i);
        }
        assertEquals(expected, events());
    }

    @Test
    void aWatchThatIsRemovedOrWhoseFolderIsGoneSaysSo() throws IOException {
        Path inner = Files.createDirectory(folder.resolve("inner"));
        int outerWatch = inotify.add(folder, Inotify.CREATE);
        int innerWatch = inotify.add(inner, Inotify.CREATE | Inotify.ONLYDIR);
        assertEquals(innerWatch, inotify.add(inner, Inotify.CREATE), "the same folder has the same watch");
        Files.delete(inner);
        assertEquals(0, inotify.remove(outerWatch));
        assertEquals(List.of(innerWatch + " 8000 ", outerWatch + " 8000 "), events());
        assertEquals(-Errno.EINVAL.number(), inotify.remove(outerWatch));
    }

    @Test
    void whatIsNotThereOrNotAFolderIsRefused() throws IOException {
        assertEquals(-Errno.ENOENT.number(), inotify.add(folder.resolve("missing"), Inotify.CREATE));
        Path file = Files.createFile(folder.resolve("file"));
        assertEquals(-Errno.ENOTDIR.number(), inotify.add(file, Inotify.CREATE | Inotify.ONLYDIR));
        assertTrue(inotify.add(file, Inotify.MODIFY) > 0);
    }
}
