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
    private static final List<String> MODES = List.of("closed", "pipelined", "http2", "http2-tls", "rate", "freeze");

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
                    case "closed" -> compare(tested, mode, new Way(tested.url(), 1, false));
                    case "pipelined" -> compare(tested, mode, new Way(tested.url(), DEPTH, false));
                    case "http2", "http2-tls" ->
                        compare(tested, mode, new Way(tested.http2Url(mode.equals("http2-tls")), DEPTH, true));
                    case "rate" -> new OpenRates(servers, options, report).run(tested);
                    default -> new Freezes(servers, options, report).run(tested);
                }
            }
        }
    }

    /** How all of them are run. @param depth requests under way on each connection */
    private record Way(String url, int depth, boolean http2) {
        /** The one that the others are compared with. */
        LoadTester yardstick() {
            return http2 ? LoadTester.H2LOAD : LoadTester.WRK;
        }

        String label(LoadTester each) {
            return http2 ? each.program() : each.label;
        }

        String text() {
            return depth == 1 ? "" : ", " + depth + (http2 ? " streams on each" : " requests under way on each");
        }
    }

    /** {@code null} for one that cannot do that. */
    private List<String> command(LoadTester each, Way way, int seconds) {
        return way.http2
                ? each.http2(servers.here(), way.url, CONNECTIONS, way.depth, seconds)
                : each.command(servers.here(), way.url, CONNECTIONS, way.depth, seconds);
    }

    private void compare(Tested tested, String mode, Way way) throws IOException, InterruptedException {
        Map<LoadTester, Figures> figures = new EnumMap<>(LoadTester.class);
        List<LoadTester> order = new ArrayList<>();
        for (LoadTester each : LoadTester.values()) {
            if (command(each, way, 1) != null && isInstalled(each)) {
                order.add(each);
                figures.put(each, new Figures());
            }
        }
        for (int round = 1; round <= options.number("rounds", 3); round++) {
            for (LoadTester each : order) {
                measureOnce(tested, each, way, round, figures.get(each));
            }
            Collections.rotate(order, 1); // nobody always follows the same neighbour
        }
        String how = "`benchmarks/run bench --modes " + mode + "`: " + CONNECTIONS + " connections" + way.text() + ", "
                + Machine.facts(servers.here());
        report.section("bench-" + mode, how, table(figures, way), "");
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

    private void measureOnce(Tested tested, LoadTester each, Way way, int round, Figures figures)
            throws IOException, InterruptedException {
        int warmup = options.number("warmup", 10);
        int seconds = warmup + options.number("seconds", 10);
        Tested.Outcome outcome = tested.run(command(each, way, seconds), each.answers,
                options.loadCpu(), warmup, seconds, _ -> { });
        figures.micros.add(outcome.microsPerRequest());
        figures.wholeMicros.add(outcome.wholeMicrosPerRequest());
        figures.perSecond.add(outcome.served() / (double) seconds);
        figures.counted.add(outcome.counted());
        figures.served.add(outcome.served());
        String line = "bench round " + round + ": " + way.label(each) + " " + Rounds.text(outcome.microsPerRequest(), 2)
                + " us/request warm, " + Rounds.text(outcome.wholeMicrosPerRequest(), 2) + " in all; counted "
                + outcome.counted() + " of " + outcome.served();
        Report.progress(line);
        if (each == LoadTester.MILLRACE && outcome.counted() != outcome.served()) {
            report.fault(line + ": not what the server has served");
        }
    }

    private static Table table(Map<LoadTester, Figures> figures, Way way) {
        Table table = new Table("load tester", "CPU µs a request: median (rounds)", "× " + way.yardstick().program(),
                "with start and compilation", "requests/s", "counted − served");
        Figures first = figures.get(way.yardstick());
        figures.forEach((tester, figure) -> table.row(List.of(way.label(tester), figure.micros.text(2),
                first == null ? "" : figure.micros.over(first.micros).text(2), figure.wholeMicros.text(2),
                Rounds.text(figure.perSecond.median(), 0), figure.counted.minus(figure.served).text(0))));
        return table;
    }
}
