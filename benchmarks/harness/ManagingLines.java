package harness;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What a million lines of an app's output cost the daemon, and whether all of them arrive. */
final class ManagingLines {
    private static final int LINES = 1_000_000;
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(60);

    private record Row(String label, List<String> flags) {
    }

    private static final List<Row> ROWS = List.of(
            new Row("plain", List.of()),
            new Row("with time stamps", List.of("--time")),
            new Row("as JSON", List.of("--log-type", "json")),
            new Row("cluster mode", List.of("-i", "1")),
            new Row("cluster mode with time stamps", List.of("-i", "1", "--time")));

    private final Servers servers;
    private final Options options;
    private final Report report;
    private final List<String> names;

    ManagingLines(Servers servers, Options options, Report report, List<String> names) {
        this.servers = servers;
        this.options = options;
        this.report = report;
        this.names = names;
    }

    private static final class Figures {
        private final Rounds daemonSeconds = new Rounds();
        private final Rounds wallSeconds = new Rounds();
        private final List<String> missing = new ArrayList<>();

        String text() {
            return Rounds.text(daemonSeconds.median(), 2) + ", " + Rounds.text(wallSeconds.median(), 1) + ", "
                    + String.join(" ", missing);
        }
    }

    void run() throws IOException, InterruptedException {
        List<String> columns = new ArrayList<>(List.of("daemon CPU s, wall s, lines missing or torn"));
        columns.addAll(names);
        columns.add("ratio of CPU");
        Table table = new Table(columns.toArray(String[]::new));
        for (Row row : ROWS) {
            Map<String, Figures> figures = new LinkedHashMap<>();
            for (int round = 0; round < options.number("rounds", 3); round++) {
                for (String name : names) {
                    Report.progress("lines, " + row.label() + ": " + name);
                    measure(name, row, figures.computeIfAbsent(name, unused -> new Figures()));
                }
            }
            List<String> cells = new ArrayList<>(List.of(row.label()));
            names.forEach(name -> cells.add(figures.get(name).text()));
            cells.add(Rounds.text(figures.get(names.getFirst()).daemonSeconds.median()
                    / figures.get(names.getLast()).daemonSeconds.median(), 2));
            table.row(cells);
        }
        report.section("manager-lines", "`benchmarks/run manager --modes lines`: a Node app writes " + LINES
                + " lines of 74 bytes, waiting when its output is full; until the file holds them. "
                + Machine.facts(servers.here()), table, "Medians; missing or torn of each round. \"never\": not within a minute.");
    }

    private void measure(String name, Row row, Figures figures) throws IOException, InterruptedException {
        try (ManagingTool tool = ManagingTool.open(name, servers.here(), servers.freePort())) {
            tool.must("ping");
            Path out = tool.home().resolve("app.out");
            long pid = tool.daemon().pid();
            double before = ProcFs.cpuMicros(pid);
            long began = System.nanoTime();
            List<String> start = new ArrayList<>(List.of("start", servers.here().resolve("manager/lines.js").toString(),
                    "--name", "lines", "-o", out.toString(), "--merge-logs"));
            start.addAll(row.flags());
            start.addAll(List.of("--", String.valueOf(LINES)));
            tool.must(start.toArray(String[]::new));
            awaitQuiet(out, began);
            figures.daemonSeconds.add((ProcFs.cpuMicros(pid) - before) / 1e6);
            figures.wallSeconds.add((System.nanoTime() - began) / 1e9);
            figures.missing.add(missing(out));
        }
    }

    /** Until the last line is there, or the file has not grown for seconds. */
    private static void awaitQuiet(Path file, long began) throws IOException, InterruptedException {
        String last = String.format("%08d ", LINES - 1);
        long size = -1;
        for (int same = 0; same < 60 && System.nanoTime() - began < LIMIT_NANOS; ) {
            TimeUnit.MILLISECONDS.sleep(50);
            long now = Files.exists(file) ? Files.size(file) : 0;
            if (now > 0 && tail(file, now).contains(last)) {
                return;
            }
            same = now == size ? same + 1 : 0;
            size = now;
        }
    }

    private static String tail(Path file, long size) throws IOException {
        try (var channel = Files.newByteChannel(file)) {
            channel.position(Math.max(0, size - 400));
            var buffer = ByteBuffer.allocate(400);
            channel.read(buffer);
            return new String(buffer.array(), StandardCharsets.ISO_8859_1);
        }
    }

    /** Lines that are not there whole, in order, one a line. */
    private static String missing(Path file) throws IOException {
        if (!Files.exists(file)) {
            return "never";
        }
        long[] expected = {0};
        try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            lines.forEach(line -> {
                String wanted = String.format("%08d the quick brown fox", expected[0]);
                expected[0] += line.contains(wanted) && line.contains("again and again") ? 1 : 0;
            });
        }
        return expected[0] == 0 ? "never" : String.valueOf(LINES - expected[0]);
    }
}
