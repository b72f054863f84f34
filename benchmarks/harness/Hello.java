package harness;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * CPU that one request costs the server. All servers run side by side on one core, one of them under load at a time;
 * a round measures each of them once, so that what slows the machine for a while slows all of them.
 */
final class Hello {
    /** Work of others on the server's core, in hundredths, from which on a round is reported as disturbed. */
    private static final int DISTURBED_PERCENT = 5;
    /** Share of the rate asked for below which server or load is saturated, and the figure means something else. */
    private static final double FULL_RATE = 0.97;
    private static final String BODY = "Hello, World!";
    private static final int ANSWER_TIMEOUT_MILLIS = 5_000;
    private static final List<String> COMPARED_WITH = List.of("nginx", "netty");

    private final Servers servers;
    private final Options options;
    private final Report report;
    private final List<Server> running = new ArrayList<>();
    private int disturbed;

    Hello(Servers servers, Options options, Report report) {
        this.servers = servers;
        this.options = options;
        this.report = report;
    }

    /** What the rounds of one server in one mode brought. */
    private static final class Figures {
        private final Rounds microsPerRequest = new Rounds();
        private final Rounds requestsPerSecond = new Rounds();
    }

    void run() throws IOException, InterruptedException {
        Processes.pinSelf(options.loadCpu());
        List<String> names = options.chosen("servers", servers.hellos());
        new Peers(servers.here()).prepare(names);
        try {
            for (String name : names) {
                Server server = servers.hello(name, options.serverCpu());
                running.add(server);
                server.awaitFirstAnswer();
                requirePromisedAnswer(server);
            }
            List<String> modes = options.chosen("modes", Stream.of(Load.values()).map(load -> load.mode).toList());
            for (Load load : Load.values()) {
                if (modes.contains(load.mode)) {
                    measure(load);
                }
            }
        } finally {
            running.forEach(Server::close);
        }
    }

    /** Figures of servers that do not answer the same cannot be compared. */
    private static void requirePromisedAnswer(Server server) throws IOException {
        try (Exchange exchange = Exchange.open(server.address(), ANSWER_TIMEOUT_MILLIS)) {
            Exchange.Answer answer = exchange.ask();
            if (!answer.head().toLowerCase(Locale.ROOT).contains("\r\ndate: ") || !answer.body().equals(BODY)) {
                throw new BenchmarkException(server.name() + " wants a Date and the body " + BODY + ", but answers:\n"
                        + answer.head() + answer.body());
            }
        }
    }

    private void measure(Load load) throws IOException, InterruptedException {
        disturbed = 0;
        Map<String, Figures> figures = new LinkedHashMap<>();
        for (Server server : running) {
            figures.put(server.name(), new Figures());
            int warmup = servers.warmupSeconds(server.name(), options.number("warmup", 20));
            Report.progress("hello " + load.mode + ": warming " + server.name() + " for " + warmup + " s");
            load.run(server.url(), options.loadCpu(), warmup, rate(), servers.here());
        }
        List<Server> order = new ArrayList<>(running);
        for (int round = 1; round <= options.number("rounds", 3); round++) {
            for (Server server : order) {
                measureOnce(load, round, server, figures.get(server.name()));
            }
            Collections.rotate(order, 1); // nobody always follows the same neighbour
        }
        String how = "`benchmarks/run hello --modes " + load.mode + "`: " + load.description
                + (load == Load.FIXED_RATE ? " (" + rate() + ")" : "") + ". " + Machine.facts(servers.here());
        String notes = disturbed == 0 ? "" : disturbed + " of the measurements were disturbed: other work had more"
                + " than " + DISTURBED_PERCENT + " % of the server's core.";
        report.section("hello-" + load.mode, how, table(figures), notes);
    }

    private int rate() {
        return options.number("rate", 32_000);
    }

    private void measureOnce(Load load, int round, Server server, Figures figures)
            throws IOException, InterruptedException {
        String core = options.serverCpu();
        double busyBefore = ProcFs.busyMicros(core);
        double cpuBefore = ProcFs.cpuMicros(server.root());
        Load.Result result = load.run(server.url(), options.loadCpu(), options.number("seconds", 10), rate(),
                servers.here());
        double cpu = ProcFs.cpuMicros(server.root()) - cpuBefore;
        double othersPercent = 100 * (ProcFs.busyMicros(core) - busyBefore - cpu) / (result.seconds() * 1e6);
        figures.microsPerRequest.add(cpu / result.requests());
        figures.requestsPerSecond.add(result.requests() / result.seconds());
        String line = "hello " + load.mode + " round " + round + ": " + server.name() + " "
                + Rounds.text(cpu / result.requests(), 2) + " us/request, "
                + Rounds.text(result.requests() / result.seconds(), 0) + " requests/s";
        Report.progress(line);
        if (result.errors() > 0) {
            report.fault(line + ": " + Rounds.text(result.errors(), 0) + " errors");
        }
        if (load == Load.FIXED_RATE && result.requests() < FULL_RATE * rate() * result.seconds()) {
            report.fault(line + ": not the rate asked for; lower --rate");
        }
        if (othersPercent > DISTURBED_PERCENT) {
            disturbed++;
            Report.progress("disturbed: other work had " + Rounds.text(othersPercent, 0) + " % of the server's core");
        }
    }

    private static Table table(Map<String, Figures> figures) {
        List<String> columns = new ArrayList<>(List.of("server", "CPU µs a request: median (rounds)"));
        List<String> others = COMPARED_WITH.stream().filter(figures::containsKey).toList();
        others.forEach(other -> columns.add("× " + other));
        columns.add("requests/s");
        Table table = new Table(columns.toArray(String[]::new));
        figures.forEach((name, figure) -> {
            List<String> cells = new ArrayList<>(List.of(name, figure.microsPerRequest.text(2)));
            for (String other : others) {
                cells.add(figure.microsPerRequest.over(figures.get(other).microsPerRequest).text(2));
            }
            cells.add(Rounds.text(figure.requestsPerSecond.median(), 0));
            table.row(cells);
        });
        return table;
    }
}
