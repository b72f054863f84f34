package harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/**
 * A reverse proxy that is told to read its configuration again and again, while clients that keep their connections ask,
 * and tunnels are open. At last it is given a file that is none.
 */
final class Reloading {
    private static final int CLIENTS = 1_000;
    private static final int TUNNELS = 100;
    private static final int RELOADS = 1_000;
    private static final int SECONDS = 60;
    private static final int PAUSE_MILLIS = 500;
    private static final String PATH = "/128";

    /** A line of the log for each reload that was done: nginx's words. */
    static final Pattern DONE = Pattern.compile("start worker process \\d");
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final Servers servers;
    private final Options options;
    private final Report report;
    private final Table table = new Table("proxy", "reloads (seconds)", "requests", "failed", "resets",
            "connections closed between requests", "tunnels that ended", "RSS before, after half, after all, MiB",
            "descriptors", "after a broken file");

    Reloading(Servers servers, Options options, Report report) {
        this.servers = servers;
        this.options = options;
        this.report = report;
    }

    /** Memory and descriptors of a process tree. */
    private record Held(double mib, long descriptors) {
        static Held of(Server server) {
            long open = ProcFs.tree(server.root()).stream().mapToLong(process -> {
                String[] all = Path.of("/proc/" + process.pid() + "/fd").toFile().list();
                return all == null ? 0 : all.length;
            }).sum();
            return new Held(ProcFs.rssKib(server.root()) / 1024, open);
        }
    }

    void run(Server upstream) throws IOException, InterruptedException {
        for (String name : options.chosen("servers", servers.programs("reload"))) {
            try (Tunnels tunnels = new Tunnels(); KeptClients clients = new KeptClients()) {
                Map<String, String> words = Map.of("upstream", String.valueOf(upstream.address().getPort()), "tunnels",
                        String.valueOf(tunnels.port()));
                try (Server server = servers.proxy("reload", name, options.serverCpu(), words)) {
                    server.awaitFirstAnswer();
                    measure(server, clients, tunnels);
                    clients.end();
                    tunnels.end();
                }
            }
        }
        report.section("gateway-reload", "`benchmarks/run gateway --modes reload`: " + reloads() + " reloads in "
                + seconds() + " s, while " + CLIENTS + " kept connections ask twice a second each and " + TUNNELS
                + " tunnels echo a message a second; then a reload to a file with an unknown directive. "
                + Machine.facts(servers.here()), table, "");
    }

    private int reloads() {
        return options.has("seconds") ? RELOADS * seconds() / SECONDS : RELOADS;
    }

    private int seconds() {
        return options.number("seconds", SECONDS);
    }

    private void measure(Server server, KeptClients clients, Tunnels tunnels) throws IOException, InterruptedException {
        Report.progress("gateway reload: " + server.name() + " gets its clients and warms up");
        clients.open(CLIENTS, server.address(), PATH, PAUSE_MILLIS);
        tunnels.open(TUNNELS, server.address());
        TimeUnit.SECONDS.sleep(servers.warmupSeconds("gateway." + server.name(), options.number("warmup", 20)));
        Path file = server.log().resolveSibling("reload.conf");
        String text = Files.readString(file);
        Held before = Held.of(server);
        KeptClients.Count counted = clients.count();
        long began = System.nanoTime();
        reload(server, file, text, 0, reloads() / 2, began);
        Held half = Held.of(server);
        reload(server, file, text, reloads() / 2, reloads(), began);
        double took = (System.nanoTime() - began) / 1e9;
        TimeUnit.SECONDS.sleep(2); // what was under way ends
        Held after = Held.of(server);
        KeptClients.Count count = clients.count().since(counted);
        if (!answer(server).contains(generation(reloads()))) {
            report.fault(server.name() + " does not serve the last configuration: " + answer(server));
        }
        String broken = breakFile(server, file, text, clients, tunnels);
        table.row(List.of(server.name(), reloads() + " (" + Rounds.text(took, 0) + ")", String.valueOf(count.answered()),
                String.valueOf(count.failed()), String.valueOf(count.resets()), String.valueOf(count.closed()),
                String.valueOf(tunnels.ended()), Rounds.text(before.mib(), 1) + ", " + Rounds.text(half.mib(), 1) + ", "
                        + Rounds.text(after.mib(), 1),
                before.descriptors() + ", " + half.descriptors() + ", " + after.descriptors(), broken));
    }

    private static String generation(int number) {
        return "generation-" + number;
    }

    private void reload(Server server, Path file, String text, int from, int to, long began) throws IOException {
        for (int i = from + 1; i <= to; i++) {
            Files.writeString(file, text.replace(generation(0), generation(i)));
            hangUp(server);
            awaitLog(server, DONE, i + 1); // one was said at the start
            LockSupport.parkNanos(began + i * TimeUnit.SECONDS.toNanos(seconds()) / reloads() - System.nanoTime());
        }
    }

    static void hangUp(Server server) throws IOException {
        new ProcessBuilder("kill", "-HUP", Files.readString(server.log().resolveSibling("nginx.pid")).strip()).start();
    }

    /** Signals that come too fast are one: each waits for what the one before has brought about. */
    static void awaitLog(Server server, Pattern what, long count) throws IOException {
        long began = System.nanoTime();
        Path log = server.log().resolveSibling("nginx-error.log");
        while (what.matcher(Files.readString(log)).results().count() < count) {
            if (System.nanoTime() - began > LONGEST_NANOS) {
                throw new BenchmarkException(server.name() + " did not say \"" + what + "\" " + count + " times in " + log);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
    }

    private static String answer(Server server) throws IOException {
        try (Exchange exchange = Exchange.open(server.address(), 5_000, PATH)) {
            return exchange.ask().head();
        }
    }

    /** @return what has changed: nothing should */
    private String breakFile(Server server, Path file, String text, KeptClients clients, Tunnels tunnels)
            throws IOException, InterruptedException {
        KeptClients.Count before = clients.count();
        long echoed = tunnels.echoed();
        long ended = tunnels.ended();
        long descriptors = Held.of(server).descriptors();
        Files.writeString(file, text.replace("add_header", "add_heather"));
        hangUp(server);
        awaitLog(server, Pattern.compile("unknown directive \"add_heather\""), 1);
        TimeUnit.SECONDS.sleep(2);
        KeptClients.Count after = clients.count().since(before);
        long lost = after.failed() + after.resets() + after.closed() + tunnels.ended() - ended;
        boolean same = answer(server).contains(generation(reloads())) && tunnels.echoed() > echoed
                && Held.of(server).descriptors() == descriptors;
        return lost == 0 && same ? "all as before" : "lost " + lost + ", configuration or descriptors "
                + (same ? "as before" : "others");
    }
}
