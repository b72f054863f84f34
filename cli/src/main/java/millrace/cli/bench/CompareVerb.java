package millrace.cli.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import millrace.bench.compare.Comparison;
import millrace.bench.compare.ComparisonText;
import millrace.bench.compare.SavedRun;
import millrace.bench.report.Figures;

/** {@code millrace bench compare}: JSON reports against each other. Exit codes: 0 compared, 1 not to be compared. */
final class CompareVerb {
    static final String NAME = "compare";

    private static final long SEED = 20_260_101;
    private static final String HELP = """
            Compares runs of millrace bench: rate, p50, p95, p99 and errors, each with the bounds that its change is
            likely within, and says "no difference seen" where chance alone may be the cause.

            Usage: millrace bench compare A.json B.json [C.json...]

            Each file has the report of a run, or of several, one a line; several files of one side go with commas between
            them. All others are compared with the first.

              millrace bench -j -d 30 URL >> before.json      once, or better three times
              millrace bench -j -d 30 URL >> after.json       the same after the change
              millrace bench compare before.json after.json

            With one run a side its intervals are weighed (five at least), with several a side the runs.
            Exit codes: 0 compared, whatever was seen; 1 not to be compared.
            """;

    /** What is compared: runs of one kind. */
    private record Side(String name, List<SavedRun> runs) {}

    private CompareVerb() {}

    static int run(List<String> words, PrintStream out) throws IOException {
        if (words.contains("--help") || words.contains("-h")) {
            out.print(HELP);
            return 0;
        }
        for (String word : words) {
            if (word.startsWith("-")) {
                throw new IllegalArgumentException("compare takes files and no flags: what is " + word + "?");
            }
        }
        if (words.size() < 2) {
            throw new IllegalArgumentException(
                    "compare takes two reports at least: millrace bench compare before.json after.json");
        }
        List<Side> sides = new ArrayList<>();
        for (String word : words) {
            sides.add(side(word));
        }
        for (Side other : sides.subList(1, sides.size())) {
            Comparison comparison = Comparison.of(sides.getFirst().runs(), other.runs(), SEED);
            out.print(ComparisonText.of(comparison, describe(sides.getFirst()), describe(other)));
            caveats(sides.getFirst(), other).forEach(caveat -> out.println("! " + caveat));
        }
        return 0;
    }

    private static Side side(String word) throws IOException {
        List<SavedRun> runs = new ArrayList<>();
        for (String name : Files.exists(Path.of(word)) ? new String[] {word} : word.split(",")) {
            try {
                runs.addAll(SavedRun.read(Path.of(name)));
            } catch (NoSuchFileException e) {
                throw new IllegalArgumentException("there is no file " + name, e);
            } catch (IOException e) {
                throw new IllegalArgumentException("cannot read " + name + ": " + e.getMessage(), e);
            }
        }
        return new Side(word, runs);
    }

    private static String describe(Side side) {
        SavedRun run = side.runs().getFirst();
        return side.name() + ", " + (side.runs().size() == 1 ? "one run" : side.runs().size() + " runs") + " of " + run.url()
                + ", " + run.model() + ": "
                + Figures.number(side.runs().stream().mapToLong(SavedRun::answers).sum()) + " answers";
    }

    private static List<String> caveats(Side first, Side other) {
        List<String> found = new ArrayList<>();
        List<SavedRun> all = new ArrayList<>(first.runs());
        all.addAll(other.runs());
        if (all.stream().map(SavedRun::model).distinct().count() > 1) {
            found.add("The load was not the same: what differs may be the load, and not the server.");
        }
        if (first.runs().size() == 1 != (other.runs().size() == 1)) {
            found.add("Only one side has several runs: intervals are weighed, and what differs from run to run is not seen.");
        }
        for (Side side : List.of(first, other)) {
            side.runs().stream().flatMap(run -> run.warnings().stream()).distinct().forEach(warning ->
                    found.add((side == first ? "A: " : "B: ") + warning));
        }
        return found;
    }
}
