package harness;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every connection for one request: what the primary's accepting and handing over costs. */
final class NewConnections {
    private static final int WORKERS = 4;

    private final Servers servers;
    private final Options options;
    private final Report report;

    NewConnections(Servers servers, Options options, Report report) {
        this.servers = servers;
        this.options = options;
        this.report = report;
    }

    private static final class Figures {
        private final Rounds perSecond = new Rounds();
        private final Rounds primaryMicros = new Rounds();
        private final Rounds totalMicros = new Rounds();
    }

    void run(List<String> names) throws IOException, InterruptedException {
        Map<String, Figures> figures = new LinkedHashMap<>();
        List<Server> running = new ArrayList<>();
        try {
            for (String name : names) {
                Server server = servers.cluster(name, "hello.js", WORKERS, Machine.allCpus());
                running.add(server);
                figures.put(name, new Figures());
                server.awaitWorkers(WORKERS);
                Report.progress("connections: warming " + name);
                load(server, options.number("warmup", 20));
            }
            for (int round = 1; round <= options.number("rounds", 3); round++) {
                for (Server server : running) {
                    measure(server, figures.get(server.name()), round);
                }
                Collections.rotate(running, 1);
            }
        } finally {
            running.forEach(Server::close);
        }
        Table table = new Table("primary", "new connections/s: median (rounds)", "CPU µs of the primary for each",
                "of all processes");
        figures.forEach((name, figure) -> table.row(List.of(name, figure.perSecond.text(0),
                figure.primaryMicros.text(1), figure.totalMicros.text(1))));
        report.section("cluster-connections", "`benchmarks/run cluster --modes connections`: " + WORKERS
                + " workers, round-robin; " + Load.CLOSE.description + "; servers and load share all cores. "
                + Machine.facts(servers.here()), table, "");
    }

    private void measure(Server server, Figures figures, int round) throws IOException, InterruptedException {
        ProcessHandle primary = server.primary();
        double primaryBefore = ProcFs.cpuMicros(primary.pid());
        double totalBefore = ProcFs.cpuMicros(server.root());
        Load.Result result = load(server, options.number("seconds", 10));
        double primaryMicros = (ProcFs.cpuMicros(primary.pid()) - primaryBefore) / result.requests();
        figures.perSecond.add(result.requests() / result.seconds());
        figures.primaryMicros.add(primaryMicros);
        figures.totalMicros.add((ProcFs.cpuMicros(server.root()) - totalBefore) / result.requests());
        String line = "connections round " + round + ": " + server.name() + " "
                + Rounds.text(result.requests() / result.seconds(), 0) + "/s, primary "
                + Rounds.text(primaryMicros, 1) + " us each";
        Report.progress(line);
        if (result.errors() > 0) {
            report.fault(line + ": " + Rounds.text(result.errors(), 0) + " errors");
        }
    }

    private Load.Result load(Server server, int seconds) throws IOException, InterruptedException {
        return Load.CLOSE.run(server.url(), Machine.allCpus(), seconds, 0, servers.here());
    }
}
