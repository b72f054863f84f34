package harness;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server that is stuck for two seconds of twenty: what is said about those who asked meanwhile, or wanted to. */
final class Freezes {
    private static final int SECONDS = 20;
    private static final int BEFORE_SECONDS = 5;
    private static final int FREEZE_SECONDS = 2;
    private static final int RATE = 2_000;

    /** Of requests that come evenly, one in a thousand waits longer: those that are due as the freeze begins. */
    private static final double COMPUTED_MILLIS = (FREEZE_SECONDS - SECONDS * 0.001) * 1e3;

    private final Servers servers;
    private final Options options;
    private final Report report;

    Freezes(Servers servers, Options options, Report report) {
        this.servers = servers;
        this.options = options;
        this.report = report;
    }

    void run(Tested tested) throws IOException, InterruptedException {
        Table table = new Table("load tester", "p99 ms", "p99.9 ms", "max ms");
        table.row(List.of("computed: all who would have asked", Rounds.text((FREEZE_SECONDS - SECONDS * 0.01) * 1e3, 0),
                Rounds.text(COMPUTED_MILLIS, 0), Rounds.text(FREEZE_SECONDS * 1e3, 0)));
        OpenRates.Answer open = new OpenRates.Answer(frozen(tested, LoadTester.MILLRACE, "-R", String.valueOf(RATE)));
        row(table, "millrace, open (-R " + RATE + ")", open, "latency");
        OpenRates.Answer closed = new OpenRates.Answer(frozen(tested, LoadTester.MILLRACE));
        row(table, "millrace, closed, corrected", closed, "correctedLatency");
        row(table, "millrace, closed, as measured", closed, "latency");
        Command wrk = new Command(List.of("wrk"), 0, frozen(tested, LoadTester.WRK));
        table.row(List.of("wrk", wrkMillis(wrk, "99%"), "", wrkMillis(wrk, "Latency\\s+\\S+\\s+\\S+")));
        row(table, "autocannon", new OpenRates.Answer(frozen(tested, LoadTester.AUTOCANNON)), "latency");
        row(table, "autocannon -R " + RATE,
                new OpenRates.Answer(frozen(tested, LoadTester.AUTOCANNON, "-R", String.valueOf(RATE))), "latency");
        report.section("bench-freeze", "`benchmarks/run bench --modes freeze`: " + SECONDS + " s, "
                + FREEZE_SECONDS + " s of them frozen (SIGSTOP), " + Load.CONNECTIONS + " connections, "
                + Machine.facts(servers.here()), table, "");
    }

    private static void row(Table table, String label, OpenRates.Answer answer, String object) {
        table.row(List.of(label, Rounds.text(answer.number(object, "p99"), 0),
                Rounds.text(answer.number(object, "p99_9"), 0), Rounds.text(answer.number(object, "max"), 0)));
    }

    /** wrk writes times with a unit. */
    private static String wrkMillis(Command wrk, String before) {
        double micros = wrk.number(before + "\\s+([\\d.]+)us");
        double millis = wrk.number(before + "\\s+([\\d.]+)ms");
        double seconds = wrk.number(before + "\\s+([\\d.]+)s");
        return Rounds.text(micros / 1e3 + millis + seconds * 1e3, 0);
    }

    private String frozen(Tested tested, LoadTester tester, String... more) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(tester.command(servers.here(), tested.url(), Load.CONNECTIONS, 1, SECONDS));
        command.addAll(List.of(more));
        Report.progress("bench freeze: " + String.join(" ", command));
        Tested.Outcome outcome =
                tested.run(command, tester.answers, options.loadCpu(), BEFORE_SECONDS, SECONDS - FREEZE_SECONDS, _ -> {
                    tested.freeze();
                    try {
                        Thread.sleep(TimeUnit.SECONDS.toMillis(FREEZE_SECONDS));
                    } finally {
                        tested.thaw();
                    }
                });
        return outcome.output();
    }
}
