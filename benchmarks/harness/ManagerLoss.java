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
final class ManagerLoss {
    private static final int SECONDS = 15;
    private static final int TIMES = 3;

    /** What is done to the app in the midst of the load. */
    private enum Deed {
        RELOAD,
        RELOAD_BROKEN,
        RESTART,
        KILL
    }

    private record Row(String app, List<String> flags, Deed deed, LossLoad load) {
        String label() {
            return deed.name().toLowerCase().replace('_', ' ') + ", " + app + ", "
                    + load.name().toLowerCase().replace('_', ' ');
        }
    }

    private final Servers servers;
    private final Options options;
    private final Report report;

    ManagerLoss(Servers servers, Options options, Report report) {
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
                cell.add(measure(name, row));
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
                "\"exit\" is what the manager's last command returned; \"descriptors\" what its daemon had open after all that,"
                        + " less what it had before.");
    }

    private List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        List<String> ready = List.of("--wait-ready");
        for (LossLoad load : LossLoad.values()) {
            rows.add(new Row("plain.js", List.of(), Deed.RELOAD, load));
            rows.add(new Row("graceful.js", ready, Deed.RELOAD, load));
        }
        rows.add(new Row("graceful.js", ready, Deed.RELOAD_BROKEN, LossLoad.OPEN_KEPT));
        rows.add(new Row("plain.js", List.of(), Deed.RESTART, LossLoad.OPEN_NEW));
        rows.add(new Row("plain.js", List.of(), Deed.KILL, LossLoad.OPEN_NEW));
        rows.add(new Row("plain.js", List.of(), Deed.KILL, LossLoad.OPEN_KEPT));
        return rows;
    }

    private String measure(String name, Row row) throws IOException, InterruptedException {
        int port = servers.freePort();
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        try (ManagerTool tool = ManagerTool.open(name, servers.here(), port)) {
            Path script = tool.home().resolve("app.js");
            Path app = servers.here().resolve("manager").resolve(row.app());
            Files.copy(app, script);
            List<String> start = new ArrayList<>(List.of("start", script.toString(), "-i", "2", "--name", "app"));
            start.addAll(row.flags());
            tool.must(start.toArray(String[]::new));
            try (Exchange first = Exchange.open(address, 5_000)) {
                first.get();
            }
            long before = descriptors(tool);
            CompletableFuture<LoadOutcome> load = CompletableFuture.supplyAsync(() -> run(row.load(), address));
            int exit = act(tool, row.deed(), script);
            LoadOutcome outcome = load.join();
            return outcome.text() + ", exit " + exit + ", descriptors " + (descriptors(tool) - before);
        }
    }

    private static LoadOutcome run(LossLoad load, InetSocketAddress address) {
        try {
            return load.run(address, SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkException("interrupted");
        }
    }

    private int act(ManagerTool tool, Deed deed, Path script) throws IOException, InterruptedException {
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

    private static long descriptors(ManagerTool tool) {
        String[] open = Path.of("/proc/" + tool.daemon().pid() + "/fd").toFile().list();
        return open == null ? 0 : open.length;
    }
}
