package harness;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** What a server takes beside CPU: time to start, memory, memory of each idle connection, garbage. */
final class Footprint {
    private static final int IDLE_CONNECTIONS = 10_000;
    private static final int IDLE_TIMEOUT_MILLIS = 10_000;
    private static final List<String> MODES = List.of("start", "memory");

    private final Servers servers;
    private final Options options;
    private final Report report;
    private final List<String> names;
    private final Map<String, Figures> figures = new LinkedHashMap<>();

    Footprint(Servers servers, Options options, Report report) {
        this.servers = servers;
        this.options = options;
        this.report = report;
        this.names = options.chosen("servers", servers.footprints());
    }

    private static final class Figures {
        private final Rounds startMillis = new Rounds();
        private final Rounds rssStartedMib = new Rounds();
        private final Rounds rssLoadedMib = new Rounds();
        private final Rounds pssLoadedMib = new Rounds();
        private final Rounds bytesPerIdleConnection = new Rounds();
        private final Rounds heapBytesPerRequest = new Rounds();
    }

    void run() throws IOException, InterruptedException {
        Processes.pinSelf(options.loadCpu());
        new Peers(servers.here()).prepare(names);
        names.forEach(name -> figures.put(name, new Figures()));
        List<String> modes = options.chosen("modes", MODES);
        if (modes.contains("start")) {
            measureStarts();
        }
        if (modes.contains("memory")) {
            measureMemory();
        }
    }

    private void measureStarts() throws IOException, InterruptedException {
        int rounds = options.number("rounds", 7);
        for (int round = 0; round <= rounds; round++) {
            for (String name : names) {
                try (Server server = servers.hello(name, options.serverCpu())) {
                    double millis = server.awaitFirstAnswer() / 1e6;
                    Report.progress("start " + name + " " + Rounds.text(millis, 1) + " ms"
                            + (round == 0 ? " (not counted: fills the page cache)" : ""));
                    if (round > 0) {
                        figures.get(name).startMillis.add(millis);
                        figures.get(name).rssStartedMib.add(ProcFs.rssKib(server.root()) / 1024);
                    }
                }
            }
        }
        Table table = new Table("server", "start to first answer, ms: median (rounds)", "× netty", "RSS then, MiB");
        figures.forEach((name, figure) -> table.row(List.of(name, figure.startMillis.text(1),
                overNetty(figure.startMillis, each -> each.startMillis),
                Rounds.text(figure.rssStartedMib.median(), 1))));
        report.section("footprint-start", "`benchmarks/run footprint --modes start`: from the start of the process to"
                + " the end of the first 200, all on one core. " + Machine.facts(servers.here()), table, "");
    }

    private void measureMemory() throws IOException, InterruptedException {
        for (int round = 1; round <= options.number("rounds", 3); round++) {
            for (String name : names) {
                try (Server server = servers.hello(name, options.serverCpu())) {
                    server.awaitFirstAnswer();
                    measureMemory(server, figures.get(name), round);
                }
            }
        }
        Table table = new Table("server", "RSS after load, MiB: median (rounds)", "PSS", "× netty's RSS",
                "RSS of an idle connection, bytes", "heap bytes allocated a request");
        figures.forEach((name, figure) -> table.row(List.of(name, figure.rssLoadedMib.text(1),
                figure.pssLoadedMib.text(1), overNetty(figure.rssLoadedMib, each -> each.rssLoadedMib),
                figure.bytesPerIdleConnection.text(0), figure.heapBytesPerRequest.text(3))));
        report.section("footprint-memory", "`benchmarks/run footprint --modes memory`: after "
                + loadSeconds() + " s of keep-alive load over 64 connections; then " + IDLE_CONNECTIONS
                + " connections that each asked once and stay; then the heap allocation of the server's threads under"
                + " the same load (JVMs only). " + Machine.facts(servers.here()), table, "");
    }

    private int loadSeconds() {
        return options.number("warmup", 20) + options.number("seconds", 10);
    }

    private void measureMemory(Server server, Figures figure, int round) throws IOException, InterruptedException {
        Report.progress("memory round " + round + ": " + server.name());
        Load.KEEP_ALIVE.run(server.url(), options.loadCpu(), loadSeconds(), 0, servers.here());
        double loadedKib = ProcFs.rssKib(server.root());
        figure.rssLoadedMib.add(loadedKib / 1024);
        figure.pssLoadedMib.add(ProcFs.pssKib(server.root()) / 1024);
        figure.bytesPerIdleConnection.add(idleBytes(server, loadedKib));
        // Last, because attaching loads classes into the server: its memory is no longer what it was.
        Allocation.of(server, options, servers.here()).ifPresent(figure.heapBytesPerRequest::add);
    }

    private double idleBytes(Server server, double baseKib) throws IOException, InterruptedException {
        List<Exchange> open = new ArrayList<>();
        try {
            for (int i = 0; i < IDLE_CONNECTIONS; i++) {
                Exchange exchange = Exchange.open(server.address(), IDLE_TIMEOUT_MILLIS);
                open.add(exchange);
                exchange.get();
            }
            TimeUnit.SECONDS.sleep(1); // a server may tidy up behind the last answer
            double bytes = (ProcFs.rssKib(server.root()) - baseKib) * 1024 / IDLE_CONNECTIONS;
            for (int i = 0; i < IDLE_CONNECTIONS; i += 100) {
                open.get(i).get(); // a server that had closed them would have measured nothing
            }
            return bytes;
        } catch (IOException e) {
            report.fault(server.name() + " with " + open.size() + " idle connections: " + e);
            return Double.NaN;
        } finally {
            for (Exchange exchange : open) {
                exchange.close();
            }
        }
    }

    private String overNetty(Rounds mine, Function<Figures, Rounds> measure) {
        Figures netty = figures.get("netty");
        return netty == null ? "" : Rounds.text(mine.over(measure.apply(netty)).median(), 2);
    }
}
