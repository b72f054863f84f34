package millrace.gateway.body;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Random;
import millrace.os.FileTransfer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TempFileTest {
    @TempDir
    private Path folder;

    private final FileTransfer transfer = new FileTransfer();

    private TempFile create(TempFile.Name name) throws IOException {
        return TempFile.create(new TempFolder(folder.resolve("temp")), name, transfer);
    }

    @Test
    void whatIsAppendedIsThereAtOnce() throws IOException {
        byte[] bytes = new byte[200_000];
        new Random(1).nextBytes(bytes);
        try (TempFile file = create(TempFile.Name.WHILE_OPEN)) {
            file.append(bytes, 0, 150_000);
            assertArrayEquals(Arrays.copyOf(bytes, 150_000), Files.readAllBytes(file.path()));
            file.append(bytes, 150_000, 50_000);
            assertArrayEquals(bytes, Files.readAllBytes(file.path()));
            assertEquals(bytes.length, file.length());
        }
    }

    @Test
    void aNameThatNobodyNeedsIsGoneAtOnce() throws IOException {
        try (TempFile file = create(TempFile.Name.NONE)) {
            assertFalse(Files.exists(file.path()));
            assertTrue(Files.isDirectory(file.path().getParent()));
        }
    }

    @Test
    void aNameLastsAsLongAsItWasAskedFor() throws IOException {
        TempFile passing = create(TempFile.Name.WHILE_OPEN);
        TempFile lasting = create(TempFile.Name.FOR_EVER);
        passing.append(new byte[] {1}, 0, 1);
        lasting.append(new byte[] {2}, 0, 1);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(passing.path())));
        passing.close();
        passing.close();
        lasting.close();
        assertFalse(Files.exists(passing.path()));
        assertArrayEquals(new byte[] {2}, Files.readAllBytes(lasting.path()));
    }

    @Test
    void levelsAreTheLastDigits() {
        assertEquals(Path.of("/t/0000123457"), new TempFolder(Path.of("/t")).place(123457));
        assertEquals(Path.of("/t/7/45/0000123457"), new TempFolder(Path.of("/t"), 1, 2).place(123457));
    }

    @Test
    void aNameThatIsTakenIsPassedOver() throws IOException {
        TempFolder here = new TempFolder(folder);
        TempFile first = TempFile.create(here, TempFile.Name.FOR_EVER, transfer);
        first.close();
        long next = Long.parseLong(first.path().getFileName().toString()) + 1;
        Files.createFile(here.place(next));
        try (TempFile second = TempFile.create(here, TempFile.Name.FOR_EVER, transfer)) {
            assertFalse(second.path().equals(first.path()) || second.path().equals(here.place(next)));
        }
    }

    @Test
    void aFolderThatCannotBeMadeIsNamed() throws IOException {
        Files.createFile(folder.resolve("file"));
        TempFolder impossible = new TempFolder(folder.resolve("file/temp"));
        IOException failure =
                assertThrows(IOException.class, () -> TempFile.create(impossible, TempFile.Name.NONE, transfer));
        assertTrue(failure.getMessage().contains("file"), failure.getMessage());
    }

    @Test
    void aPartThatIsNotThereCannotBeSent() throws IOException {
        try (TempFile file = create(TempFile.Name.NONE)) {
            file.append(new byte[10], 0, 10);
            assertEquals(4, file.region(6, 4).remaining());
            assertThrows(IllegalArgumentException.class, () -> file.region(6, 5));
        }
    }
}
