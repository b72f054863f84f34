package millrace.offload.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WatchedFoldersTest {
    private final WatchedFolders folders = new WatchedFolders();

    @Test
    void aTreeIsAFolderAndAllBelowItAndNoNeighbourOfASimilarName() {
        String[] names = {"r", "r/a", "r/a-b", "r/a/x", "r/a/x/y", "r/a0", "r/ab"};
        for (int i = 0; i < names.length; i++) {
            folders.add(i, Path.of(names[i]));
        }
        assertEquals(Set.of(1, 3, 4), Set.copyOf(folders.removeTree(Path.of("r/a"))));
        assertNull(folders.folder(3));
        assertEquals(List.of(), folders.removeTree(Path.of("r/a")));
        assertEquals(Path.of("r/a-b"), folders.folder(2));
        assertEquals(Set.of(0, 5, 6), folders.retain(Set.of(2)));
    }

    @Test
    void aWatchHasOneNameAndANameOneWatch() {
        assertEquals(Optional.empty(), folders.add(1, Path.of("a")));
        assertEquals(Optional.empty(), folders.add(1, Path.of("b")));
        assertEquals(List.of(), folders.removeTree(Path.of("a")));
        assertEquals(Optional.of(1), folders.add(2, Path.of("b")));
        assertNull(folders.folder(1));
        assertEquals(Path.of("b"), folders.folder(2));
        assertEquals(Optional.empty(), folders.add(2, Path.of("b")));
    }
}
