package millrace.cli.manage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import millrace.cli.Colours;
import millrace.cli.Failure;
import org.junit.jupiter.api.Test;

class ProcessListTest {
    private static final Colours NONE = new Colours(false);

    private static Listed process(int id, String name, String status, double cpu, long memory) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("pm_id", id);
        fields.put("name", name);
        fields.put("namespace", "default");
        fields.put("version", "1.2.3");
        fields.put("mode", "cluster");
        fields.put("pid", 10_000 + id);
        fields.put("status", status);
        fields.put("restarts", 3);
        fields.put("cpu", cpu);
        fields.put("memory", memory);
        fields.put("user", "root");
        fields.put("watching", false);
        fields.put("cpu_history", List.of(0, 50, 100));
        fields.put("memory_history", List.of(1, 2, 4));
        return new Listed(fields);
    }

    private static final List<Listed> TWO = List.of(
            process(0, "api", "online", 12.5, 45L << 20), process(1, "a-worker-with-quite-a-long-name", "errored", 0, 0));

    @Test
    void withoutATerminalAllColumnsOfPm2AreThereAndNothingElse() {
        String box = ProcessList.box(TWO, Integer.MAX_VALUE, NONE);
        String headings = box.lines().skip(1).findFirst().orElseThrow();
        assertEquals(
                "id name namespace version mode pid uptime ↺ status cpu mem user watching",
                headings.replaceAll("[│ ]+", " ").strip());
        assertTrue(box.contains("12.5%") && box.contains("45.0mb"), box);
    }

    @Test
    void everyLineFitsIntoTheTerminalAndIsAsLongAsTheOthers() {
        for (int columns : new int[] {80, 100, 120, 134, 160, 200}) {
            String box = ProcessList.box(TWO, columns, NONE);
            List<Integer> lengths = box.lines().map(Columns::of).distinct().toList();
            assertEquals(1, lengths.size(), box);
            assertTrue(lengths.getFirst() <= columns, columns + " columns:\n" + box);
            assertTrue(box.contains("status") && box.contains("mem"), box);
        }
    }

    @Test
    void aWideTerminalShowsHistoryAndANarrowOneLeavesItOut() {
        assertTrue(ProcessList.box(TWO, 200, NONE).contains("▁▅█"));
        assertFalse(ProcessList.box(TWO, 80, NONE).contains("▁▅█"));
    }

    @Test
    void ideographsTakeTwoColumnsAndAccentsNone() {
        String box = ProcessList.box(
                List.of(process(0, "日本語", "online", 0, 0), process(1, "e\u0301te\u0301", "online", 0, 0)), 200, NONE);
        assertEquals(1, box.lines().map(Columns::of).distinct().count(), box);
        assertEquals(6, Columns.of("日本語"));
        assertEquals(3, Columns.of("e\u0301te\u0301"));
    }

    @Test
    void itIsSortedAsAskedAndByIdElse() throws Failure {
        assertEquals(List.of(0, 1), ids(null));
        assertEquals(List.of(1, 0), ids("name"));
        assertEquals(List.of(0, 1), ids("name:desc"));
        assertEquals(List.of(1, 0), ids("cpu"));
        assertEquals(List.of(0, 1), ids("memory:desc"));
        assertThrows(Failure.class, () -> ids("colour"));
        assertThrows(Failure.class, () -> ids("cpu:sideways"));
    }

    private static List<Integer> ids(String wish) throws Failure {
        return Sorting.sort(TWO, wish).stream().map(Listed::id).toList();
    }

    @Test
    void numbersAreWrittenAsPm2WritesThem() {
        assertEquals("0b", Amount.bytes(0));
        assertEquals("156.0kb", Amount.bytes(156 * 1024));
        assertEquals("1.5gb", Amount.bytes(1.5 * (1 << 30)));
        assertEquals("0%", Amount.percent(0));
        assertEquals("58.3%", Amount.percent(58.33));
        assertEquals(List.of("0s", "59s", "1m", "2h", "3D"), List.of(
                Amount.duration(0), Amount.duration(59_999), Amount.duration(60_000), Amount.duration(2 * 3_600_000),
                Amount.duration(3 * 86_400_000)));
    }

    @Test
    void aTargetIsAnIdANameANamespaceAllOrAPattern() {
        Listed api = TWO.getFirst();
        for (String target : List.of("0", "api", "default", "all", "/^a/", "/pi$/")) {
            assertTrue(api.is(target), target);
        }
        for (String target : List.of("1", "ap", "apis", "/^b/", "/(/")) {
            assertFalse(api.is(target), target);
        }
    }
}
