package millrace.cli.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import millrace.bench.Bench;
import millrace.bench.load.Outcome;
import millrace.bench.load.Plan;
import millrace.bench.load.Rehearsal;
import millrace.bench.load.Run;
import millrace.bench.report.JsonReport;
import millrace.bench.report.ScenarioTables;
import millrace.bench.report.Tables;
import millrace.bench.threshold.Verdict;
import millrace.cli.Terminal;
import millrace.loop.stall.LoopWatch;

/**
 * {@code millrace bench}. Its report is the only thing on standard output; how it goes is told on standard error.
 * Interrupted, it ends as if its time were over. Exit codes: 0 the run is over, 99 a threshold is broken, 1 the
 * command line, or a scenario, makes no sense, 2 the load tester itself has failed.
 */
public final class BenchCommand {
    private static final int USAGE = 1;
    private static final int FAILED = 2;
    private static final int BROKEN = 99;
    /** May stand before a scenario, as k6's users write it. */
    private static final String RUN = "run";

    private static final int STANDARD_ERROR = 2;

    private final Wanted wanted;
    private final PrintStream out;
    private final PrintStream err;
    private final ReportFiles files;
    private boolean broken;

    private BenchCommand(Wanted wanted, PrintStream out, PrintStream err) {
        this.wanted = wanted;
        this.out = out;
        this.err = err;
        this.files = ReportFiles.of(wanted);
    }

    public static void main(String[] words) {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, UTF_8);
        // The report says itself how the generator has done; a warning in the middle of a line would only disturb.
        LoopWatch.shared().threshold(Duration.ZERO);
        int code = FAILED;
        try {
            code = run(List.of(words), out, err);
        } catch (RuntimeException | Error e) {
            err.println("millrace bench: this is a fault of the load tester: " + e);
        } finally {
            if (out.checkError() && code == 0) {
                err.println("millrace bench: the report could not be written to standard output");
                code = FAILED;
            }
            // Whatever has happened, and also when a signal has begun to end the process: it waits for this.
            Runtime.getRuntime().halt(code);
        }
    }

    /** What the command does, without an end of the process. */
    public static int run(List<String> words, PrintStream out, PrintStream err) {
        try {
            if (!words.isEmpty() && words.getFirst().equals(InitVerb.NAME)) {
                return InitVerb.run(words.subList(1, words.size()), out);
            }
            if (!words.isEmpty() && words.getFirst().equals(CompareVerb.NAME)) {
                return CompareVerb.run(words.subList(1, words.size()), out);
            }
            if (!words.isEmpty() && words.getFirst().equals(CapacityVerb.NAME)) {
                return CapacityVerb.run(words.subList(1, words.size()), out, err);
            }
            boolean verb = !words.isEmpty() && words.getFirst().equals(RUN);
            Wanted wanted = Wanted.of(verb ? words.subList(1, words.size()) : words);
            if (wanted.has(Flag.HELP)) {
                out.print(BenchHelp.text());
                return 0;
            }
            if (wanted.has(Flag.VERSION)) {
                out.println(BenchCommand.class.getModule().getDescriptor() == null
                        ? "millrace bench"
                        : BenchCommand.class.getModule().getDescriptor().toNameAndVersion());
                return 0;
            }
            BenchCommand command = new BenchCommand(wanted, out, err);
            command.run();
            return command.broken ? BROKEN : 0;
        } catch (IllegalArgumentException | ArithmeticException e) {
            return misused(e.getMessage(), err);
        } catch (IOException e) {
            return misused("cannot read " + e.getMessage(), err);
        } catch (UncheckedIOException e) {
            return misused(e.getMessage() + ": " + e.getCause().getMessage(), err);
        }
    }

    private static int misused(String message, PrintStream err) {
        err.println("millrace bench: " + message + "\nTry: millrace bench --help");
        return USAGE;
    }

    private void run() {
        wanted.thresholds(); // What makes no sense is told before the run.
        if (!wanted.has(Flag.ON_PORT)) {
            run(System.getenv("PORT"), null);
            return;
        }
        try (Interruption interruption = new Interruption();
                SpawnedServer server = SpawnedServer.start(wanted.command())) {
            run(Integer.toString(server.awaitPort(interruption::isInterrupted)), interruption);
        }
    }

    /** @param early {@code null}: signals are heeded from the first run on */
    private void run(String port, Interruption early) {
        Bench bench = Described.of(wanted, port);
        Plan plan = bench.plan();
        if (wanted.has(Flag.HAR)) {
            Har har = Har.of(Path.of(wanted.text(Flag.HAR)), plan.client().target());
            har.otherOrigins().forEach(origin -> err.println("Left out: requests to " + origin));
            bench.asks(har.asks());
        }
        if (wanted.has(Flag.DEBUG)) {
            bench.onFailure((kind, why) -> err.println(kind.word() + ": " + why));
        }
        Bench warmup = wanted.warmup() == null ? null : Described.of(wanted.warmup().withUrl(wanted.url()), port);
        Rehearsal.before(plan);
        if (early != null) {
            runs(bench, warmup, early);
            return;
        }
        try (Interruption interruption = new Interruption()) {
            runs(bench, warmup, interruption);
        }
    }

    private void runs(Bench bench, Bench warmup, Interruption interruption) {
        if (warmup != null) {
            play(warmup, "Warming up", interruption);
        }
        do {
            if (!interruption.isInterrupted()) {
                report(play(bench, wanted.text(Flag.TITLE), interruption));
            }
        } while (wanted.has(Flag.FOREVER) && !interruption.isInterrupted());
    }

    private Outcome play(Bench bench, String title, Interruption interruption) {
        Run run = bench.start();
        interruption.watch(run);
        boolean quiet = wanted.has(Flag.JSON) || wanted.has(Flag.NO_PROGRESS);
        if (!wanted.has(Flag.JSON)) {
            err.println(Tables.before(run.plan(), title));
        }
        LiveProgress progress = quiet ? null : LiveProgress.of(run, err, Terminal.isAt(STANDARD_ERROR));
        Outcome outcome = Interruption.await(run);
        if (progress != null) {
            progress.end();
        }
        return outcome;
    }

    private void report(Outcome outcome) {
        List<Verdict> verdicts = wanted.thresholds().stream().map(threshold -> threshold.judge(outcome)).toList();
        broken |= !verdicts.stream().allMatch(Verdict::kept);
        if (wanted.has(Flag.JSON)) {
            out.writeBytes(JsonReport.of(outcome, wanted.text(Flag.TITLE), verdicts));
            out.println();
        } else {
            out.print(Tables.of(outcome, wanted.has(Flag.LATENCY), wanted.has(Flag.STATUS_CODES)));
            out.print(ScenarioTables.of(outcome.totals(), verdicts));
        }
        out.flush();
        files.write(outcome, verdicts);
    }
}
