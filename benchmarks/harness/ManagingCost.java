package harness;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What a manager takes: time of its commands, memory and CPU of its daemon, time to replace a killed worker. */
final class ManagingCost {
    private static final int APPS = 20;
    private static final int REST_SECONDS = 20;
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final Servers servers;
    private final Options options;
    private final Report report;
    private final List<String> names;
    private final Map<String, Map<String, Rounds>> figures = new LinkedHashMap<>();

    ManagingCost(Servers servers, Options options, Report report, List<String> names) {
        this.servers = servers;
        this.options = options;
        this.report = report;
        this.names = names;
    }

    /** Commands and memory: with no app, then with twenty. */
    void run() throws IOException, InterruptedException {
        Map<String, ManagingTool> tools = new LinkedHashMap<>();
        try {
            for (String name : names) {
                ManagingTool tool = ManagingTool.open(name, servers.here(), servers.freePort());
                tools.put(name, tool);
                long began = System.nanoTime();
                tool.must("ping");
                add("first command, which starts the daemon, ms", name, millisSince(began));
                TimeUnit.SECONDS.sleep(3); // a runtime tidies up behind its start
                add("daemon at rest, RSS, MiB", name, ProcFs.rssKib(tool.daemon().pid()) / 1024.0);
            }
            commands(tools, "ls, no app, ms");
            for (ManagingTool tool : tools.values()) {
                for (int i = 0; i < APPS; i++) {
                    tool.must("start", servers.here().resolve("manager/sleep.sh").toString(), "--name", "app" + i);
                }
            }
            commands(tools, "ls, " + APPS + " apps, ms");
            TimeUnit.SECONDS.sleep(3);
            rest(tools);
        } finally {
            for (ManagingTool tool : tools.values()) {
                tool.close();
            }
        }
        replacement();
        table();
    }

    private void commands(Map<String, ManagingTool> tools, String row) throws IOException, InterruptedException {
        for (int round = 0; round <= options.number("rounds", 15); round++) {
            for (ManagingTool tool : tools.values()) {
                long began = System.nanoTime();
                tool.must("ls");
                if (round > 0) {
                    add(row, tool.name(), millisSince(began));
                }
            }
        }
    }

    private void rest(Map<String, ManagingTool> tools) throws InterruptedException {
        Map<String, Double> before = new LinkedHashMap<>();
        tools.forEach((name, tool) -> before.put(name, ProcFs.cpuMicros(tool.daemon().pid())));
        TimeUnit.SECONDS.sleep(REST_SECONDS);
        tools.forEach((name, tool) -> {
            long pid = tool.daemon().pid();
            add("daemon with " + APPS + " apps at rest, CPU, %", name,
                    (ProcFs.cpuMicros(pid) - before.get(name)) / (REST_SECONDS * 1e6) * 100);
            add("daemon with " + APPS + " apps, RSS, MiB", name, ProcFs.rssKib(pid) / 1024.0);
        });
    }

    private void replacement() throws IOException, InterruptedException {
        for (int round = 0; round < options.number("rounds", 7); round++) {
            for (String name : names) {
                for (boolean cluster : new boolean[] {false, true}) {
                    add("kill -9 to serving again, " + (cluster ? "one cluster worker" : "fork mode") + ", ms", name,
                            replaced(name, cluster));
                }
            }
        }
    }

    private double replaced(String name, boolean cluster) throws IOException, InterruptedException {
        int port = servers.freePort();
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        try (ManagingTool tool = ManagingTool.open(name, servers.here(), port)) {
            List<String> start = new ArrayList<>(
                    List.of("start", servers.here().resolve("manager/plain.js").toString(), "--name", "app"));
            if (cluster) {
                start.addAll(List.of("-i", "1"));
            }
            tool.must(start.toArray(String[]::new));
            awaitAnswer(address);
            TimeUnit.SECONDS.sleep(2); // past the time in which a death is an early one
            long pid = tool.pids().getFirst();
            long killed = System.nanoTime();
            ProcessHandle.of(pid).orElseThrow().destroyForcibly();
            awaitAnswer(address);
            return millisSince(killed);
        }
    }

    /** New connections, one after the other with a short patience, until one is answered. */
    private static void awaitAnswer(InetSocketAddress address) {
        long end = System.nanoTime() + LIMIT_NANOS;
        while (System.nanoTime() < end) {
            try (Exchange exchange = Exchange.open(address, 1_000)) {
                exchange.get();
                return;
            } catch (IOException e) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1)); // not yet
            }
        }
        throw new BenchmarkException("nobody answers at " + address);
    }

    private static double millisSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e6;
    }

    private void add(String row, String name, double value) {
        figures.computeIfAbsent(row, unused -> new LinkedHashMap<>())
                .computeIfAbsent(name, unused -> new Rounds()).add(value);
    }

    private void table() throws IOException, InterruptedException {
        List<String> columns = new ArrayList<>(List.of("median (rounds)"));
        columns.addAll(names);
        columns.add("ratio");
        Table table = new Table(columns.toArray(String[]::new));
        figures.forEach((row, values) -> {
            List<String> cells = new ArrayList<>(List.of(row));
            names.forEach(name -> cells.add(values.containsKey(name) ? values.get(name).text(1) : ""));
            cells.add(values.size() < 2 ? "" : Rounds.text(
                    values.get(names.getFirst()).median() / values.get(names.getLast()).median(), 2));
            table.row(cells);
        });
        report.section("manager-cost", "`benchmarks/run manager --modes cost`: wall time of commands, the daemon's memory and"
                + " CPU, and how long a killed worker is missed. " + Machine.facts(servers.here()), table, "");
    }
}
