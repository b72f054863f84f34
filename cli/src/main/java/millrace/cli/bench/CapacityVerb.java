package millrace.cli.bench;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import millrace.bench.capacity.Capacity;
import millrace.bench.capacity.CapacityReport;
import millrace.bench.capacity.CapacitySearch;
import millrace.bench.capacity.LiveProbe;
import millrace.bench.capacity.Promise;
import millrace.bench.capacity.Trial;
import millrace.bench.load.Rehearsal;
import millrace.bench.page.CapacityPage;

/**
 * {@code millrace bench capacity}: the highest rate at which a promise is kept. Exit codes: 0 there is one, 1 the command
 * line makes no sense, 2 the load tester itself was what limited, so nothing is known, 99 there is none.
 */
final class CapacityVerb {
    static final String NAME = "capacity";

    private static final int NONE = 99;
    private static final int UNKNOWN = 2;
    private static final int CONFIRMATIONS = 2;
    private static final double MOST_RATE = 10_000_000;
    private static final double PRECISION = 0.05;
    private static final String CONNECTIONS = "100";
    private static final Set<String> OWN = Set.of("--errors", "--from", "--to", "--step", "--settle");
    private static final List<Flag> BY_ITSELF = List.of(Flag.OVERALL_RATE, Flag.CONNECTION_RATE, Flag.STAGE, Flag.USERS,
            Flag.THINK, Flag.DURATION, Flag.AMOUNT, Flag.FOREVER, Flag.HDR, Flag.IGNORE_OMISSION);
    private static final String HELP = """
            Finds the highest rate of requests at which a server keeps a promise about latency.

            Usage: millrace bench capacity --p99 50ms [FLAGS] URL

              --p99 TIME       The promise: of a hundred requests 99 are answered in this time, counted from when they
                               were due. Any percentile: --p50, --p95, --p99.9.
              --errors SHARE   At most so many may fail; 0.1%.
              --from RATE      The rate that is tried first; 100 a second.
              --to RATE        The highest that is tried.
              --step TIME      How long each rate is measured; 5s.
              --settle TIME    How long each is asked for before that; 2s.

            The rate doubles until the promise is broken, then the gap is halved until it is a twentieth; the result has
            to be kept twice more, and gives way when it is not. If the load tester is late itself it says so.
            Other flags are those of millrace bench: -c connections (here 100 unless said otherwise), -w loops, -m -H -b,
            -j for JSON, --html FILE for a page with the knee.
            Exit codes: 0 a rate was found; 99 the promise is kept at none; 1 the command line makes no sense;
            2 nothing is known: at each rate that was tried the load tester itself was what limited.
            """;

    private final Map<String, String> own = new LinkedHashMap<>();
    private final List<String> others = new ArrayList<>();

    private CapacityVerb(List<String> words) {
        Iterator<String> rest = words.iterator();
        while (rest.hasNext()) {
            String word = rest.next();
            int equals = word.indexOf('=');
            String name = equals < 0 ? word : word.substring(0, equals);
            if (OWN.contains(name) || name.matches("--p\\d+(\\.\\d+)?")) {
                if (equals < 0 && !rest.hasNext()) {
                    throw new IllegalArgumentException(name + " needs a value");
                }
                own.put(name, equals < 0 ? rest.next() : word.substring(equals + 1));
            } else {
                others.add(word);
            }
        }
    }

    static int run(List<String> words, PrintStream out, PrintStream err) {
        if (words.contains("--help") || words.contains("-h")) {
            out.print(HELP);
            return 0;
        }
        return new CapacityVerb(words).search(out, err);
    }

    private int search(PrintStream out, PrintStream err) {
        others.addAll(0, List.of("-c", CONNECTIONS));
        Wanted wanted = Wanted.of(others);
        for (Flag flag : BY_ITSELF) {
            if (wanted.has(flag)) {
                throw new IllegalArgumentException("--" + flag.word + " does not go with a search: it sets the rate and the "
                        + "time by itself (--from, --to, --step)");
            }
        }
        Promise promise = promise();
        Path html = ReportFiles.file(wanted, Flag.HTML);
        String url = Described.of(wanted, System.getenv("PORT")).plan().client().target().url();
        boolean quiet = wanted.has(Flag.JSON) || wanted.has(Flag.NO_PROGRESS);
        if (!quiet) {
            err.println("Looking for the highest rate at which " + url + " keeps " + promise);
        }
        Capacity capacity = search(wanted, promise, trial -> {
            if (!quiet) {
                err.println(CapacityReport.line(trial, promise));
            }
        });
        if (wanted.has(Flag.JSON)) {
            out.writeBytes(CapacityReport.json(capacity, url));
            out.println();
        } else {
            out.print(CapacityReport.text(capacity));
        }
        out.flush();
        if (html != null) {
            ReportFiles.write(html, CapacityPage.of(capacity, url, wanted.text(Flag.TITLE)));
        }
        return capacity.rate() > 0 ? 0 : capacity.end() == Capacity.End.GENERATOR ? UNKNOWN : NONE;
    }

    private Capacity search(Wanted wanted, Promise promise, Consumer<Trial> told) {
        String port = System.getenv("PORT");
        Duration settle = time("--settle", "2s");
        Duration step = time("--step", "5s");
        double from = rate("--from", 100);
        double to = rate("--to", MOST_RATE);
        if (to < from) {
            throw new IllegalArgumentException("--to is below --from");
        }
        Rehearsal.before(Described.of(wanted, port).plan());
        try (Interruption interruption = new Interruption()) {
            LiveProbe probe = new LiveProbe(() -> Described.of(wanted, port), promise, settle, step, run -> {
                interruption.watch(run);
                return Interruption.await(run);
            }, interruption::isInterrupted);
            return new CapacitySearch(promise, from, to, PRECISION, CONFIRMATIONS, probe, told).run();
        }
    }

    private Promise promise() {
        List<String> percentiles = own.keySet().stream().filter(name -> name.startsWith("--p")).toList();
        if (percentiles.size() != 1) {
            throw new IllegalArgumentException("capacity takes one promise, such as --p99 50ms");
        }
        String name = percentiles.getFirst();
        String errors = own.getOrDefault("--errors", "0.1%");
        if (!errors.matches("\\d{1,2}(\\.\\d+)?%")) {
            throw new IllegalArgumentException("--errors takes a share, such as 0.1%, and not \"" + errors + "\"");
        }
        return new Promise(Double.parseDouble(name.substring(3)), Times.of(own.get(name), name.substring(2)).toNanos(),
                Double.parseDouble(errors.substring(0, errors.length() - 1)) / 100);
    }

    private Duration time(String name, String otherwise) {
        return Times.of(own.getOrDefault(name, otherwise), name.substring(2));
    }

    private double rate(String name, double otherwise) {
        String text = own.get(name);
        if (text == null) {
            return otherwise;
        }
        if (!text.matches("\\d{1,9}(\\.\\d+)?") || Double.parseDouble(text) < 1) {
            throw new IllegalArgumentException(name + " takes requests a second, from 1 on, and not \"" + text + "\"");
        }
        return Double.parseDouble(text);
    }
}
