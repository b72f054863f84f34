package millrace.manager.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The note of what the classes of last time were made from. */
class CompiledSourceTest {
    @TempDir
    private Path folder;

    @Test
    void aNoteThatStillHoldsIsTakenAndOneOfAChangedSourceIsNot() throws Exception {
        Path source = Files.writeString(folder.resolve("App.java"), "void main() {}");
        Path manifest = Files.write(
                folder.resolve("made-from"),
                List.of(CompiledSource.header(folder, "App"), CompiledSource.line(source)));
        assertEquals(new CompiledSource(folder, "App"), CompiledSource.read(manifest));
        Files.writeString(source, "void main() { }");
        assertNull(CompiledSource.read(manifest));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "25.0.3 /elsewhere/lib\tHello\n1 2 /Hello.java\n", "a\tb\tc\td\n", "\t\t\t\n"})
    void aNoteThatIsCutOffOrOfAnotherVersionIsNotTaken(String content) throws Exception {
        assertNull(CompiledSource.read(Files.writeString(folder.resolve("made-from"), content)));
    }

    @Test
    void aNoteWhoseLastLineIsCutOffIsNotTaken() throws Exception {
        Path manifest =
                Files.write(folder.resolve("made-from"), List.of(CompiledSource.header(folder, "App"), "1795343108363"));
        assertNull(CompiledSource.read(manifest));
    }

    @ParameterizedTest
    @CsvSource({"rw-------, rwx------, rw-------", "rw-r-----, rwxr-x---, rw-r-----", "rwxr-xr-x, rwxr-xr-x, rw-r--r--"})
    void whoeverMayReadTheSourceMayReadItsClasses(String source, String directories, String files) throws Exception {
        Path app = Files.writeString(folder.resolve("App.java"), "void main() {}");
        Files.setPosixFilePermissions(app, PosixFilePermissions.fromString(source));
        Path classes = Files.createTempDirectory(folder, "classes-");
        Path inPackage = Files.createDirectory(classes.resolve("p"));
        Path file = Files.createFile(inPackage.resolve("App.class"));
        CompiledSource.shareLike(app, classes);
        for (Path directory : List.of(classes, inPackage)) {
            assertEquals(directories, PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)));
        }
        assertEquals(files, PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }
}
