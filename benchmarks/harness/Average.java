package harness;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** The average of 10^9 numbers, computed again and again, while others ask a small route of the same server. */
final class Average {
    private static final List<String> WAYS = List.of("naive", "partitioned", "offloaded");
    private static final int CONNECTIONS = 8;
    private static final int PATIENCE_MILLIS = 60_000;

    private final Servers servers;
    private final Options options;
    private final Report report;
    private final Set<String> answers = new TreeSet<>();

    Average(Servers servers, Options options, Report report) {
        this.servers = servers;
        this.options = options;
        this.report = report;
    }

    private static final class Figures {
        private final Rounds medianMillis = new Rounds();
        private final Rounds p99Millis = new Rounds();
        private final Rounds longestMillis = new Rounds();
        private final Rounds smallPerSecond = new Rounds();
        private final Rounds computedMillis = new Rounds();
    }

    void run() throws IOException, InterruptedException {
        Map<String, Figures> figures = new LinkedHashMap<>();
        List<String> ways = new ArrayList<>(WAYS);
        ways.addFirst("nothing");
        ways.forEach(way -> figures.put(way, new Figures()));
        try (Server server = servers.server("average", Machine.allCpus())) {
            server.awaitFirstAnswer();
            ways.stream().skip(1).forEach(way -> compute(server, way)); // so that all of it is compiled
            for (int round = 1; round <= options.number("rounds", 3); round++) {
                for (String way : ways) {
                    measure(server, way, figures.get(way), round);
                }
            }
        }
        if (answers.size() != 1) {
            report.fault("the ways differ in their result: " + answers);
        }
        Table table = new Table("meanwhile", "p50 of the small route, ms: median (rounds)", "p99", "longest",
                "small requests/s", "one average takes, ms");
        figures.forEach((way, figure) -> table.row(List.of(way, figure.medianMillis.text(2), figure.p99Millis.text(2),
                figure.longestMillis.text(1), Rounds.text(figure.smallPerSecond.median(), 0),
                figure.computedMillis.text(0))));
        report.section("work-average", "`benchmarks/run work --modes average`: `examples/long/Average.java`, "
                + CONNECTIONS + " connections of wrk on the small route while one client asks for the average of 10^9"
                + " numbers again and again; one loop, all cores for all of it. Every way gave the same: "
                + String.join(" / ", answers) + ". " + Machine.facts(servers.here()), table, "");
    }

    private void measure(Server server, String way, Figures figures, int round) throws IOException, InterruptedException {
        Report.progress("average round " + round + ": " + way);
        Callable<Command> load = () -> Command.run(Machine.allCpus(), options.number("seconds", 10) + 30, List.of("wrk",
                "-t1", "-c" + CONNECTIONS, "-d" + options.number("seconds", 10) + "s", "--latency", "--timeout", "30s",
                server.url()));
        FutureTask<Command> running = new FutureTask<>(load);
        Thread.ofPlatform().name("load").start(running);
        Rounds times = new Rounds();
        while (!running.isDone() && !way.equals("nothing")) {
            times.add(compute(server, way));
        }
        Command wrk;
        try {
            wrk = running.get();
        } catch (ExecutionException e) {
            throw new BenchmarkException("the load failed: " + e.getCause().getMessage());
        }
        figures.medianMillis.add(millis(wrk, "50%"));
        figures.p99Millis.add(millis(wrk, "99%"));
        figures.longestMillis.add(millis(wrk, "Latency +\\S+ +\\S+"));
        figures.smallPerSecond.add(wrk.requiredNumber("Requests/sec: +([\\d.]+)"));
        if (!way.equals("nothing")) {
            figures.computedMillis.add(times.median());
        }
    }

    /** @return milliseconds that the answer took */
    private double compute(Server server, String way) {
        long asked = System.nanoTime();
        try (Exchange exchange = Exchange.open(server.address(), PATIENCE_MILLIS, "/" + way)) {
            answers.add(exchange.get().trim());
        } catch (IOException e) {
            throw new BenchmarkException("GET /" + way + ": " + e);
        }
        return (System.nanoTime() - asked) / 1e6;
    }

    /** wrk writes 1.50us, 2.31ms or 1.02s. */
    private static double millis(Command wrk, String before) {
        double value = wrk.requiredNumber(before + " +([\\d.]+)(?:us|ms|s)");
        return wrk.number(before + " +([\\d.]+)us") > 0 ? value / 1_000
                : wrk.number(before + " +([\\d.]+)ms") > 0 ? value : value * 1_000;
    }
}
