package harness;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a request costs the load tester, and whether it has counted right: millrace beside others, against a server on the
 * other core. A round measures each of them once.
 */
final class LoadTesters {
    private static final int CONNECTIONS = 64;
    private static final int DEPTH = 16;
    private static final List<String> MODES = List.of("closed", "pipelined", "rate", "freeze");

    private final Servers servers;
    private final Options options;
    private final Report report;

    LoadTesters(Servers servers, Options options, Report report) {
        this.servers = servers;
        this.options = options;
        this.report = report;
    }

    /** What the rounds of one brought. */
    private static final class Figures {
        private final Rounds micros = new Rounds();
        private final Rounds wholeMicros = new Rounds();
        private final Rounds perSecond = new Rounds();
        private final Rounds counted = new Rounds();
        private final Rounds served = new Rounds();
    }

    void run() throws IOException, InterruptedException {
        Processes.pinSelf(options.serverCpu()); // Its own threads hardly run; what they do is not the load's.
        Peers peers = new Peers(servers.here());
        peers.prepareMillrace();
        peers.prepareNode();
        for (String mode : options.chosen("modes", MODES)) {
            try (Tested tested = Tested.start(servers, options.serverCpu())) {
                switch (mode) {
                    case "closed" -> compare(tested, mode, 1);
                    case "pipelined" -> compare(tested, mode, DEPTH);
                    case "rate" -> new OpenRates(servers, options, report).run(tested);
                    default -> new Freezes(servers, options, report).run(tested);
                }
            }
        }
    }

    private void compare(Tested tested, String mode, int pipelining) throws IOException, InterruptedException {
        Map<LoadTester, Figures> figures = new EnumMap<>(LoadTester.class);
        List<LoadTester> order = new ArrayList<>();
        for (LoadTester each : LoadTester.values()) {
            if (command(each, tested, pipelining, 1) != null && isInstalled(each)) {
                order.add(each);
                figures.put(each, new Figures());
            }
        }
        for (int round = 1; round <= options.number("rounds", 3); round++) {
            for (LoadTester each : order) {
                measureOnce(tested, each, pipelining, round, figures.get(each));
            }
            Collections.rotate(order, 1); // nobody always follows the same neighbour
        }
        String how = "`benchmarks/run bench --modes " + mode + "`: " + CONNECTIONS + " connections"
                + (pipelining > 1 ? ", " + pipelining + " requests under way on each" : "") + ", "
                + Machine.facts(servers.here());
        report.section("bench-" + mode, how, table(figures), "");
    }

    private boolean isInstalled(LoadTester each) throws IOException, InterruptedException {
        boolean there = each == LoadTester.MILLRACE || each == LoadTester.AUTOCANNON
                || new ProcessBuilder("which", each.program())
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        if (!there) {
            Report.progress("left out: " + each.program() + " is not installed");
        }
        return there;
    }

    private List<String> command(LoadTester each, Tested tested, int pipelining, int seconds) {
        return each.command(servers.here(), tested.url(), CONNECTIONS, pipelining, seconds);
    }

    private void measureOnce(Tested tested, LoadTester each, int pipelining, int round, Figures figures)
            throws IOException, InterruptedException {
        int warmup = options.number("warmup", 10);
        int seconds = warmup + options.number("seconds", 10);
        Tested.Outcome outcome = tested.run(command(each, tested, pipelining, seconds), each.answers,
                options.loadCpu(), warmup, seconds, _ -> { });
        figures.micros.add(outcome.microsPerRequest());
        figures.wholeMicros.add(outcome.wholeMicrosPerRequest());
        figures.perSecond.add(outcome.served() / (double) seconds);
        figures.counted.add(outcome.counted());
        figures.served.add(outcome.served());
        String line = "bench round " + round + ": " + each.label + " " + Rounds.text(outcome.microsPerRequest(), 2)
                + " us/request warm, " + Rounds.text(outcome.wholeMicrosPerRequest(), 2) + " in all; counted "
                + outcome.counted() + " of " + outcome.served();
        Report.progress(line);
        if (each == LoadTester.MILLRACE && outcome.counted() != outcome.served()) {
            report.fault(line + ": not what the server has served");
        }
    }

    private static Table table(Map<LoadTester, Figures> figures) {
        Table table = new Table("load tester", "CPU µs a request: median (rounds)", "× wrk",
                "with start and compilation", "requests/s", "counted − served");
        Figures wrk = figures.get(LoadTester.WRK);
        figures.forEach((tester, figure) -> table.row(List.of(tester.label, figure.micros.text(2),
                wrk == null ? "" : figure.micros.over(wrk.micros).text(2), figure.wholeMicros.text(2),
                Rounds.text(figure.perSecond.median(), 0), figure.counted.minus(figure.served).text(0))));
        return table;
    }
}
