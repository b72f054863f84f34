package millrace.bench.load;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import millrace.bench.measure.Recorder;
import millrace.bench.measure.Timeline;
import millrace.bench.measure.Totals;
import millrace.os.OsException;

/** A run that is under way, on as many loops as its plan says. Any thread. */
public final class Run {
    private final Plan plan;
    private final Instant started = Instant.now();
    private final List<Generator> generators;
    private final CompletableFuture<Outcome> outcome;

    private Run(Plan plan, List<Generator> generators) {
        this.plan = plan;
        this.generators = generators;
        this.outcome = CompletableFuture.allOf(generators.stream()
                        .map(Generator::result)
                        .toArray(CompletableFuture<?>[]::new))
                .thenApply(_ -> merge());
    }

    /** @throws OsException when the system has no room for another loop */
    public static Run start(Plan plan) throws OsException {
        List<Generator> generators = new ArrayList<>();
        try {
            for (int i = 0; i < plan.loops(); i++) {
                generators.add(Generator.start(plan, i));
            }
        } catch (OsException e) {
            generators.forEach(Generator::stop);
            throw e;
        }
        Run run = new Run(plan, generators);
        generators.forEach(generator -> generator.result().whenComplete((_, failure) -> {
            if (failure != null) {
                run.stop(); // One that cannot go on ends it for all.
            }
        }));
        return run;
    }

    public Plan plan() {
        return plan;
    }

    /** Completes when all is answered, or given up. */
    public CompletableFuture<Outcome> outcome() {
        return outcome.copy();
    }

    /** Sends nothing more; what is under way is waited for, as at the end of the time. */
    public void stop() {
        generators.forEach(Generator::stop);
    }

    /** What has been counted so far; waits for the loops to say it. */
    public Totals progress() {
        Recorder all = new Recorder();
        generators.stream().map(Generator::progress).toList().forEach(part -> all.add(part.join()));
        return all.totals();
    }

    private Outcome merge() {
        List<Generator.Part> parts =
                generators.stream().map(generator -> generator.result().join()).toList();
        Recorder all = new Recorder();
        parts.forEach(part -> all.add(part.recorder()));
        long began = parts.stream().mapToLong(Generator.Part::beganNanos).min().orElseThrow();
        long ended = parts.stream().mapToLong(Generator.Part::endedNanos).max().orElseThrow();
        return new Outcome(plan, started, ended - began, all.totals(),
                sum(parts.stream().map(Generator.Part::answered).toList()),
                sum(parts.stream().map(Generator.Part::bytes).toList()),
                parts.stream().map(Generator.Part::effort).toList(),
                Timeline.together(parts.stream().map(Generator.Part::timeline).toList()));
    }

    private static List<Long> sum(List<long[]> rows) {
        int most = rows.stream().mapToInt(row -> row.length).max().orElse(0);
        long[] sums = new long[most];
        rows.forEach(row -> Arrays.setAll(sums, i -> sums[i] + (i < row.length ? row[i] : 0)));
        return Arrays.stream(sums).boxed().toList();
    }
}
