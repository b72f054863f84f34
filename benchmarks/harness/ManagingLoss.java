package harness;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What a load of two workers loses while they are reloaded, restarted or killed under it. */
final class ManagingLoss {
    private static final int SECONDS = 15;
    private static final int TIMES = 3;

    /** In which both workers come up, and in the end the daemon closes what it has held for the load. */
    private static final int SETTLE_SECONDS = 3;

    /** What is done to the app in the midst of the load. */
    private enum Deed {
        RELOAD,
        RELOAD_BROKEN,
        RESTART,
        KILL
    }

    private record Row(LossApp app, Deed deed, LossLoad load) {
        String label() {
            return deed.name().toLowerCase().replace('_', ' ') + ", " + app.label() + ", "
                    + load.name().toLowerCase().replace('_', ' ');
        }
    }

    private final Servers servers;
    private final Options options;
    private final Report report;

    ManagingLoss(Servers servers, Options options, Report report) {
        this.servers = servers;
        this.options = options;
        this.report = report;
    }

    void run(List<String> names) throws IOException, InterruptedException {
        Map<Row, List<String>> cells = new LinkedHashMap<>();
        for (Row row : rows()) {
            List<String> cell = new ArrayList<>();
            for (String name : names) {
                Report.progress("loss: " + row.label() + ": " + name);
                cell.add(row.app().isFor(name) ? measure(name, row) : "has none");
            }
            cells.put(row, cell);
        }
        List<String> columns = new ArrayList<>(List.of("lost of the requests sent"));
        columns.addAll(names);
        Table table = new Table(columns.toArray(String[]::new));
        cells.forEach((row, cell) -> {
            List<String> line = new ArrayList<>(List.of(row.label()));
            line.addAll(cell);
            table.row(line);
        });
        report.section("manager-loss", "`benchmarks/run manager --modes loss`: two workers for " + SECONDS
                + " s, open: 1,000 requests a second, closed: 50 connections; reload and restart happen " + TIMES
                + " times in that time, a kill of one worker every second. One round. "
                + Machine.facts(servers.here()), table,
                "\"exit\" is what the manager's last command returned; \"descriptors\" what its daemon, and all the workers'"
                        + " sockets, had open after all that, less what they had before. A request without an answer"
                        + " within 5 s is hanging.");
    }

    private List<Row> rows() {
        List<String> apps = options.chosen("apps", LossApp.labels());
        List<Row> rows = new ArrayList<>();
        for (LossLoad load : LossLoad.values()) {
            for (LossApp app : LossApp.values()) {
                rows.add(new Row(app, Deed.RELOAD, load));
            }
        }
        rows.add(new Row(LossApp.GRACEFUL, Deed.RELOAD_BROKEN, LossLoad.OPEN_KEPT));
        rows.add(new Row(LossApp.PLAIN, Deed.RESTART, LossLoad.OPEN_NEW));
        rows.add(new Row(LossApp.PLAIN, Deed.KILL, LossLoad.OPEN_NEW));
        rows.add(new Row(LossApp.PLAIN, Deed.KILL, LossLoad.OPEN_KEPT));
        rows.add(new Row(LossApp.GATED, Deed.KILL, LossLoad.OPEN_NEW));
        rows.add(new Row(LossApp.GATED, Deed.KILL, LossLoad.OPEN_KEPT));
        rows.add(new Row(LossApp.GATED, Deed.KILL, LossLoad.CLOSED_KEPT));
        rows.removeIf(row -> !apps.contains(row.app().label()));
        return rows;
    }

    private String measure(String name, Row row) throws IOException, InterruptedException {
        int port = servers.freePort();
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        try (ManagingTool tool = ManagingTool.open(name, servers.here(), port)) {
            Path script = tool.home().resolve("app.js");
            tool.must(row.app().start(tool.name(), servers.here(), script, port).toArray(String[]::new));
            awaitAnswer(address);
            TimeUnit.SECONDS.sleep(SETTLE_SECONDS); // one of them has answered
            Descriptors before = Descriptors.of(tool);
            CompletableFuture<LoadOutcome> load = CompletableFuture.supplyAsync(() -> run(row.load(), address));
            int exit = act(tool, row.deed(), script);
            LoadOutcome outcome = load.join();
            TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
            return outcome.text() + ", exit " + exit + ", descriptors " + Descriptors.of(tool).less(before);
        }
    }

    private static void awaitAnswer(InetSocketAddress address) throws InterruptedException {
        for (int i = 0; i < 100; i++) {
            try (Exchange first = Exchange.open(address, 5_000)) {
                first.get();
                return;
            } catch (IOException e) {
                TimeUnit.MILLISECONDS.sleep(100); // it does not listen yet
            }
        }
        throw new BenchmarkException("nobody answers at " + address);
    }

    private static LoadOutcome run(LossLoad load, InetSocketAddress address) {
        try {
            return load.run(address, SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkException("interrupted");
        }
    }

    private int act(ManagingTool tool, Deed deed, Path script) throws IOException, InterruptedException {
        int exit = 0;
        if (deed == Deed.RELOAD_BROKEN) {
            Files.copy(servers.here().resolve("manager/broken.js"), script,
                    StandardCopyOption.REPLACE_EXISTING);
        }
        int times = deed == Deed.KILL ? SECONDS - 2 : deed == Deed.RELOAD_BROKEN ? 1 : TIMES;
        for (int i = 0; i < times; i++) {
            TimeUnit.SECONDS.sleep(deed == Deed.KILL ? 1 : SECONDS / (TIMES + 1));
            if (deed == Deed.KILL) {
                List<Long> pids = tool.pids().stream().filter(pid -> pid > 0).toList();
                if (!pids.isEmpty()) {
                    ProcessHandle.of(pids.get(i % pids.size())).ifPresent(ProcessHandle::destroyForcibly);
                }
            } else {
                exit = tool.run(deed == Deed.RESTART ? "restart" : "reload", "app").exitCode();
            }
        }
        return exit;
    }
}
