package harness;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What long work costs those who wait beside it, and what it costs to hand work over. */
final class Work {
    private static final int LIMIT_SECONDS = 300;
    private static final Pattern FIGURE = Pattern.compile("(?m)^(\\S.*?)\\t([\\d.eE+-]+)$");

    /** Measures that programs take themselves and print; what each row of {@code servers.properties} runs. */
    private static final Map<String, String> MEASURES = new LinkedHashMap<>();

    static {
        MEASURES.put("head-of-line", "8 key derivations (PBKDF2, 260,000 rounds of SHA-512, about 170 ms each) are begun at once; while they"
                + " run, 1,000 small files are read and 100 names looked up, evenly spread over half a second; milliseconds"
                + " from asking to having");
        MEASURES.put("routing", "for 20 s a task of 1 s for every 20 of 2 ms, arriving at a constant rate; milliseconds"
                + " from asking to having, of the short ones");
        MEASURES.put("json", "100 MB of JSON read and written by a server with 64 MB of heap; how long one turn of its loop"
                + " takes at most, in the last of the program's rounds");
        MEASURES.put("processes", "a task in a worker process, one after the other, its payload given back; submitted by a thread"
                + " that waits for each, so both processes sleep in between");
        MEASURES.put("offload", "an empty task given to a pool by an event loop, back on the loop: one at a time, 64 and"
                + " 1,000 under way");
    }

    private final Servers servers;
    private final Options options;
    private final Report report;

    Work(Servers servers, Options options, Report report) {
        this.servers = servers;
        this.options = options;
        this.report = report;
    }

    void run() throws IOException, InterruptedException {
        new Peers(servers.here()).prepareMillrace();
        for (String mode : options.chosen("modes", List.of("head-of-line", "routing", "average", "offload", "json", "processes"))) {
            if (mode.equals("average")) {
                new Average(servers, options, report).run();
            } else {
                measure(mode);
            }
        }
    }

    private void measure(String measure) throws IOException, InterruptedException {
        List<String> names = options.chosen("servers", servers.programs(measure));
        Map<String, Map<String, Rounds>> figures = new LinkedHashMap<>();
        Set<String> columns = new LinkedHashSet<>();
        for (int round = 1; round <= options.number("rounds", 3); round++) {
            for (String name : names) {
                Report.progress(measure + " round " + round + ": " + name);
                Command run = Command.run(Machine.allCpus(), LIMIT_SECONDS, servers.program(measure, name));
                if (run.exitCode() != 0) {
                    throw new BenchmarkException(String.join(" ", run.line()) + " failed:\n" + run.output());
                }
                Map<String, Rounds> mine = figures.computeIfAbsent(name, unused -> new LinkedHashMap<>());
                for (Matcher line = FIGURE.matcher(run.output()); line.find(); ) {
                    columns.add(line.group(1));
                    mine.computeIfAbsent(line.group(1), unused -> new Rounds()).add(Double.parseDouble(line.group(2)));
                }
            }
        }
        // Figures are rows and programs columns: there are more figures than programs.
        Table table = new Table(Stream.concat(
                Stream.of("median (rounds)"), names.stream()).toArray(String[]::new));
        for (String column : columns) {
            table.row(Stream.concat(Stream.of(column),
                    names.stream().map(name -> figures.get(name).getOrDefault(column, new Rounds()).text(2))).toList());
        }
        report.section("work-" + measure, "`benchmarks/run work --modes " + measure + "`: " + MEASURES.get(measure)
                + ". All cores for all of it. " + Machine.facts(servers.here()), table, "");
    }
}
