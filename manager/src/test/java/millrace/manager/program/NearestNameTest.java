package millrace.manager.program;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NearestNameTest {
    @TempDir
    Path folder;

    @BeforeEach
    void anApp() throws IOException {
        Files.createDirectories(folder.resolve("examples/hello"));
        Files.createFile(folder.resolve("examples/hello/Hello.java"));
        Files.createFile(folder.resolve("examples/hello/Blocking.java"));
    }

    @Test
    void aMisspeltNameIsFound() {
        assertEquals(Optional.of(folder.resolve("examples/hello/Hello.java")), to("examples/hello/Helo.java"));
        assertEquals(Optional.of(folder.resolve("examples/hello/Hello.java")), to("examples/hello/hello.java"));
    }

    @Test
    void aMisspeltFolderIsFoundToo() {
        assertEquals(Optional.of(folder.resolve("examples/hello/Hello.java")), to("example/helo/Hello.java"));
    }

    @Test
    void somethingElseAltogetherIsNotSuggested() {
        assertEquals(Optional.empty(), to("examples/hello/server.py"));
        assertEquals(Optional.empty(), to("somewhere/else/Hello.java"));
    }

    @Test
    void distanceCountsLettersAndOverlooksCase() {
        assertEquals(0, NearestName.distance("Epoll", "epoll"));
        assertEquals(1, NearestName.distance("epol", "epoll"));
        assertEquals(3, NearestName.distance("kitten", "sitting"));
        assertEquals(5, NearestName.distance("", "epoll"));
        assertEquals(Optional.of("epoll"), NearestName.among(List.of("select", "poll", "epoll"), "epol"));
    }

    private Optional<Path> to(String missing) {
        return NearestName.to(folder.resolve(missing));
    }
}
