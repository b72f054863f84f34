package millrace.cli.monit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** What the dashboard knows. For one thread. */
final class Model {
    /** Lines that are kept, of all apps together. */
    private static final int KEPT_LINES = 5_000;

    private final Deque<LogLine> lines = new ArrayDeque<>();
    private List<Row> rows = List.of();
    private int selectedId = -1;
    private boolean onlySelected;

    /** How many lines up from the last one is looked at. */
    private int scrolled;

    /** Time in which a sentence can be read. */
    private static final long NOTICE_MILLIS = 5_000;

    private String notice = "";

    /** When the sentence has first been seen; 0 before that. */
    private long noticedMillis;

    private boolean lost;

    List<Row> rows() {
        return rows;
    }

    /** The list is new; the selection stays with its process while that is there. */
    void rows(List<Row> next) {
        int at = selectedIndex();
        rows = List.copyOf(next);
        if (lost) {
            lost = false;
            notice("");
        }
        if (rows.isEmpty()) {
            selectedId = -1;
        } else if (rows.stream().noneMatch(row -> row.id() == selectedId)) {
            selectedId = rows.get(Math.clamp(at, 0, rows.size() - 1)).id();
        }
    }

    /** The process that keys act on, or {@code null} when there is none. */
    Row selected() {
        int at = selectedIndex();
        return at < 0 ? null : rows.get(at);
    }

    int selectedIndex() {
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).id() == selectedId) {
                return i;
            }
        }
        return -1;
    }

    void select(int step) {
        if (!rows.isEmpty()) {
            selectedId = rows.get(Math.clamp(selectedIndex() + step, 0, rows.size() - 1)).id();
            scrolled = 0;
        }
    }

    boolean onlySelected() {
        return onlySelected;
    }

    void toggleOnlySelected() {
        onlySelected = !onlySelected;
        scrolled = 0;
    }

    void add(LogLine line) {
        lines.add(line);
        if (lines.size() > KEPT_LINES) {
            lines.remove();
        }
        // Who looks at older lines goes on seeing the same ones.
        if (scrolled > 0 && isShown(line)) {
            scrolled++;
        }
    }

    private boolean isShown(LogLine line) {
        return !onlySelected || line.pmId() == selectedId;
    }

    void scroll(int up) {
        long shown = lines.stream().filter(this::isShown).count();
        scrolled = (int) Math.clamp((long) scrolled + up, 0, Math.max(0, shown - 1));
    }

    int scrolled() {
        return scrolled;
    }

    /** The lines to show, the newest last. */
    List<LogLine> lines(int count) {
        List<LogLine> shown = new ArrayList<>();
        int skip = scrolled;
        for (var line = lines.descendingIterator(); line.hasNext() && shown.size() < count; ) {
            LogLine next = line.next();
            if (isShown(next) && skip-- <= 0) {
                shown.addFirst(next);
            }
        }
        return shown;
    }

    String notice() {
        return notice;
    }

    /** A sentence for the bottom line, until the next one or for a while. */
    void notice(String sentence) {
        notice = sentence;
        noticedMillis = 0;
    }

    /** Time goes on: what has been read makes room for the keys. That the daemon is gone stays. */
    void age(long nowMillis) {
        noticedMillis = noticedMillis == 0 ? nowMillis : noticedMillis;
        if (!lost && nowMillis - noticedMillis >= NOTICE_MILLIS) {
            notice("");
        }
    }

    boolean isLost() {
        return lost;
    }

    /** The daemon does not answer any more. */
    void lost(String sentence) {
        lost = true;
        notice(sentence);
    }
}
