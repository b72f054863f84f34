package harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where results go: stdout, and with {@code --write} the place in docs/benchmarks.md between
 * {@code <!-- NAME -->} and {@code <!-- /NAME -->}.
 */
final class Report {
    private final Path document;
    private final boolean write;
    private boolean clean = true;

    Report(Path document, boolean write) {
        this.document = document;
        this.write = write;
    }

    static void progress(String line) {
        System.err.println(line);
    }

    /** Something that makes the figures worthless or shows a server at fault: the run's exit code says so. */
    void fault(String line) {
        clean = false;
        System.err.println("FAULT: " + line);
    }

    boolean clean() {
        return clean;
    }

    /**
     * @param how the command that anyone can repeat it with, what it did, and on what
     * @param notes what the reader must know to judge the figures; empty for nothing
     */
    void section(String name, String how, Table table, String notes) throws IOException {
        String text = how + "\n\n" + table + (notes.isEmpty() ? "" : "\n" + notes + "\n");
        System.out.println("\n" + text);
        if (!write) {
            return;
        }
        String start = "<!-- " + name + " -->";
        String end = "<!-- /" + name + " -->";
        String before = Files.readString(document);
        int from = before.indexOf(start);
        int to = before.indexOf(end);
        if (from < 0 || to < from) {
            throw new BenchmarkException(document + " has no place for " + start + " ... " + end);
        }
        Files.writeString(document, before.substring(0, from + start.length()) + "\n" + text + before.substring(to));
    }
}
