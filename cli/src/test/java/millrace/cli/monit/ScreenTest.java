package millrace.cli.monit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScreenTest {
    private static final long NOW = 1_700_000_000_000L;

    private static Map<String, Object> row(int id, String name, String status) {
        Map<String, Object> row = new HashMap<>();
        row.put("pm_id", id);
        row.put("name", name);
        row.put("status", status);
        row.put("pid", 4000 + id);
        row.put("cpu", 12.34);
        row.put("memory", 45.6 * (1 << 20));
        row.put("restarts", 3);
        row.put("unstable_restarts", 0);
        row.put("started_at", NOW - 90_000);
        row.put("cpu_history", List.of(0, 50, 100));
        return row;
    }

    private static Model model(Object... rows) {
        Model model = new Model();
        model.rows(Row.all(List.of(rows)));
        return model;
    }

    private static List<String> shown(Model model, int columns, int rows) {
        return Screen.lines(model, columns, rows, NOW, ZoneOffset.UTC).stream().map(AttributedString::toString).toList();
    }

    @ParameterizedTest
    @CsvSource({"80,24", "200,50", "100,30", "40,8"})
    void fillsTheTerminalAndNeverMore(int columns, int rows) {
        Random random = new Random(columns);
        for (int processes : new int[] {0, 1, 3, 60}) {
            List<Object> list = new ArrayList<>();
            for (int i = 0; i < processes; i++) {
                String name = "app-名前-" + "x".repeat(random.nextInt(60));
                list.add(row(i, name, random.nextBoolean() ? "online" : "waiting restart"));
            }
            Model model = model(list.toArray());
            for (int i = 0; i < 100; i++) {
                model.add(new LogLine(i % 7, "app", i % 2 == 0 ? "out" : "err", NOW, "日本語".repeat(random.nextInt(60))));
            }
            model.select(random.nextInt(60));
            List<String> lines = shown(model, columns, rows);
            assertEquals(rows, lines.size());
            lines.forEach(line -> assertTrue(Text.columns(line) <= columns, line));
        }
    }

    @Test
    void atEightyColumnsWhatMattersMostIsThere() {
        List<String> lines = shown(model(row(0, "api", "online"), row(1, "worker", "errored")), 80, 24);
        assertTrue(lines.get(0).contains("2 processes, 1 online"), lines.get(0));
        assertTrue(lines.get(2).matches(" +0  api +online +12\\.3% +45\\.6mb +3 +1m +4000.*"), lines.get(2));
        assertTrue(lines.get(3).contains("errored"), lines.get(3));
        assertTrue(lines.getLast().contains("r restart") && lines.getLast().contains("q quit"), lines.getLast());
    }

    @Test
    void aWideTerminalShowsHistory() {
        assertTrue(shown(model(row(0, "api", "online")), 200, 50).get(2).contains("▁▅█"));
    }

    @Test
    void aLineThatWouldMoveTheCursorDoesNot() {
        Model model = model(row(0, "api", "online"));
        model.add(new LogLine(0, "api", "out", NOW, "a\033[2Jb\tc\rd"));
        String line = shown(model, 80, 24).stream().filter(each -> each.contains("▏")).findFirst().orElseThrow();
        assertTrue(line.endsWith("a·[2Jb c·d"), line);
    }

    @Test
    void logsOfTheSelectedOneOnlyWhenAsked() {
        Model model = model(row(0, "api", "online"), row(1, "worker", "online"));
        model.add(new LogLine(0, "api", "out", NOW, "from api"));
        model.add(new LogLine(1, "worker", "out", NOW, "from worker"));
        assertTrue(shown(model, 80, 24).stream().anyMatch(line -> line.contains("from worker")));
        model.toggleOnlySelected();
        assertFalse(shown(model, 80, 24).stream().anyMatch(line -> line.contains("from worker")));
        model.select(1);
        assertTrue(shown(model, 80, 24).stream().anyMatch(line -> line.contains("from worker")));
    }

    @Test
    void whoReadsOlderLinesGoesOnSeeingThem() {
        Model model = model(row(0, "api", "online"));
        for (int i = 0; i < 100; i++) {
            model.add(new LogLine(0, "api", "out", NOW, "line " + i));
        }
        model.scroll(20);
        List<LogLine> before = model.lines(5);
        model.add(new LogLine(0, "api", "out", NOW, "one more"));
        assertEquals(before, model.lines(5));
        model.scroll(-1000);
        assertEquals("one more", model.lines(5).getLast().text());
        model.scroll(1000);
        assertEquals("line 0", model.lines(5).getLast().text());
    }

    @Test
    void theSelectionStaysWithItsProcess() {
        Model model = model(row(0, "a", "online"), row(1, "b", "online"), row(2, "c", "online"));
        model.select(1);
        model.rows(Row.all(List.of(row(1, "b", "online"), row(2, "c", "online"))));
        assertEquals("b", model.selected().name());
        model.rows(Row.all(List.of(row(2, "c", "online"))));
        assertEquals("c", model.selected().name());
        model.rows(List.of());
        assertEquals(null, model.selected());
    }

    @Test
    void theNoticeOfADaemonThatIsGoneGoesWhenItIsBack() {
        Model model = model(row(0, "a", "online"));
        model.lost("no daemon runs");
        assertTrue(shown(model, 80, 24).getFirst().contains("daemon gone"));
        model.rows(Row.all(List.of(row(0, "a", "online"))));
        assertFalse(shown(model, 80, 24).getFirst().contains("daemon gone"));
        assertTrue(shown(model, 80, 24).getLast().contains("q quit"));
    }

    @Test
    void aNoticeMakesRoomForTheKeysAfterAWhile() {
        Model model = model(row(0, "a", "online"));
        model.age(NOW);
        model.notice("restart a:0: done");
        model.age(NOW + 10_000);
        assertTrue(shown(model, 80, 24).getLast().contains("done"));
        model.age(NOW + 14_999);
        assertTrue(shown(model, 80, 24).getLast().contains("done"));
        model.age(NOW + 15_000);
        assertTrue(shown(model, 80, 24).getLast().contains("q quit"));
    }
}
