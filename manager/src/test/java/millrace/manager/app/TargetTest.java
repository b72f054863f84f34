package millrace.manager.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

final class TargetTest {
    private record Entry(int pmId, String name, String namespace) implements Target.Candidate {}

    private static final List<Entry> LIST = List.of(
            new Entry(0, "api", "default"),
            new Entry(1, "api", "default"),
            new Entry(2, "worker", "jobs"),
            new Entry(3, "1", "default"),
            new Entry(4, "jobs", "default"));

    private static List<Integer> ids(String... words) throws NoSuchTargetException {
        return Target.select(LIST, List.of(words)).stream().map(Entry::pmId).toList();
    }

    @Test
    void aNameMeansAllInstancesOfIt() throws NoSuchTargetException {
        assertEquals(List.of(0, 1), ids("api"));
    }

    @Test
    void aNameIsLookedForBeforeAnIdAndANamespace() throws NoSuchTargetException {
        assertEquals(List.of(3), ids("1"));
        assertEquals(List.of(4), ids("jobs"));
    }

    @Test
    void whatIsNoNameMayBeAnIdOrANamespace() throws NoSuchTargetException {
        assertEquals(List.of(2), ids("2"));
        assertEquals(List.of(0, 1, 3, 4), ids("default"));
    }

    @Test
    void aPatternIsLookedForInNames() throws NoSuchTargetException {
        assertEquals(List.of(0, 1, 2), ids("/^(api|work)/"));
    }

    @Test
    void severalWordsMeanEachEntryOnceById() throws NoSuchTargetException {
        assertEquals(List.of(0, 1, 2), ids("2", "api", "0"));
        assertEquals(List.of(0, 1, 2, 3, 4), ids("all", "api"));
    }

    @Test
    void aWordThatMeansNothingIsNamed() {
        NoSuchTargetException refused = assertThrows(NoSuchTargetException.class, () -> ids("api", "nix"));
        assertTrue(refused.getMessage().contains("\"nix\""), refused.getMessage());
        assertThrows(NoSuchTargetException.class, () -> ids("/nix/"));
        assertThrows(NoSuchTargetException.class, () -> Target.select(List.<Entry>of(), List.of("all")));
    }

    @Test
    void aBrokenPatternIsExplained() {
        NoSuchTargetException refused = assertThrows(NoSuchTargetException.class, () -> ids("/(/"));
        assertTrue(refused.getMessage().contains("no pattern"), refused.getMessage());
    }

    @Test
    void aFollowerHearsOfWhatItsWordsMeanNowOrLater() throws NoSuchTargetException {
        var wanted = Target.any(List.of("api", "/^w/"));
        assertTrue(wanted.test(new Entry(9, "api", "default")));
        assertTrue(wanted.test(new Entry(9, "web", "default")));
        assertFalse(wanted.test(new Entry(9, "other", "default")));
    }
}
