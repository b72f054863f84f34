package harness;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Memory of a reverse proxy: when it has started, under load, and with clients that have asked once and stay. */
final class IdleClients {
    /** As many as a proxy has to be able to hold, those to the upstream included. */
    static final int CONNECTIONS = 12_000;

    private static final int CLIENTS = 10_000;
    private static final int TIMEOUT_MILLIS = 10_000;
    private static final String PATH = "/128";

    private final Servers servers;
    private final Options options;
    private final Report report;

    IdleClients(Servers servers, Options options, Report report) {
        this.servers = servers;
        this.options = options;
        this.report = report;
    }

    private static final class Figures {
        private final Rounds startedMib = new Rounds();
        private final Rounds loadedMib = new Rounds();
        private final Rounds idleMib = new Rounds();
        private final Rounds bytesEach = new Rounds();
    }

    /** @param words of the proxies' configuration */
    void run(Map<String, String> words) throws IOException, InterruptedException {
        Table table = new Table("proxy", "RSS after start, MiB: median (rounds)", "after load (the base)",
                "with " + CLIENTS + " idle clients", "bytes over the base for each");
        List<String> proxies = new ArrayList<>(servers.programs("gateway"));
        // It wants two descriptors for each client that may come, which is more than a container has.
        proxies.remove("haproxy");
        for (String name : options.chosen("servers", proxies)) {
            Figures figures = new Figures();
            for (int round = 1; round <= options.number("rounds", 3); round++) {
                Report.progress("gateway idle round " + round + ": " + name);
                try (Server server = servers.gateway(name, options.serverCpu(), words)) {
                    measure(server, figures);
                }
            }
            table.row(List.of(name, figures.startedMib.text(1), figures.loadedMib.text(1), figures.idleMib.text(1),
                    figures.bytesEach.text(0)));
        }
        report.section("gateway-idle", "`benchmarks/run gateway --modes idle`: RSS after the first answer; after "
                + loadSeconds() + " s of load over 64 connections; and with " + CLIENTS
                + " connections that have each asked once and stay. " + Machine.facts(servers.here()), table, "");
    }

    private int loadSeconds() {
        return options.number("warmup", 20) + options.number("seconds", 10);
    }

    private void measure(Server server, Figures figures) throws IOException, InterruptedException {
        server.awaitFirstAnswer();
        figures.startedMib.add(ProcFs.rssKib(server.root()) / 1024);
        Load.KEEP_ALIVE.run(server.url().replaceFirst("/$", PATH), options.loadCpu(), loadSeconds(), 0, servers.here());
        double loadedKib = ProcFs.rssKib(server.root());
        figures.loadedMib.add(loadedKib / 1024);
        List<Exchange> open = new ArrayList<>();
        try {
            for (int i = 0; i < CLIENTS; i++) {
                open.add(Exchange.open(server.address(), TIMEOUT_MILLIS, PATH));
                open.getLast().ask();
            }
            TimeUnit.SECONDS.sleep(1); // a server may tidy up behind the last answer
            double idleKib = ProcFs.rssKib(server.root());
            for (int i = 0; i < CLIENTS; i += 100) {
                open.get(i).ask(); // one that had closed them would have measured nothing
            }
            figures.idleMib.add(idleKib / 1024);
            figures.bytesEach.add((idleKib - loadedKib) * 1024 / CLIENTS);
        } catch (IOException e) {
            report.fault(server.name() + " with " + open.size() + " idle clients: " + e);
        } finally {
            for (Exchange exchange : open) {
                exchange.close();
            }
        }
    }
}
