package harness;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The tools that people will point at a server first, each of which must find nothing wrong with it. */
final class Compat {
    private static final String OURS = "millrace";
    private static final int CONNECTIONS = 64;
    private static final int GRACE_SECONDS = 30;

    private final Servers servers;
    private final Options options;
    private final Report report;
    private final Table table = new Table("server", "tool", "requests", "errors", "other than 2xx", "note");

    Compat(Servers servers, Options options, Report report) {
        this.servers = servers;
        this.options = options;
        this.report = report;
    }

    void run() throws IOException, InterruptedException {
        new Peers(servers.here()).prepareNode();
        if (options.has("url")) {
            check(options.text("url", ""), options.text("url", ""));
        } else {
            List<String> names = options.has("servers") ? options.chosen("servers", servers.hellos()) : List.of(OURS);
            new Peers(servers.here()).prepare(names);
            for (String name : names) {
                try (Server server = servers.hello(name, Machine.allCpus())) {
                    server.awaitFirstAnswer();
                    check(name, server.url());
                }
            }
        }
        report.section("compat", "`benchmarks/run compat`: " + String.join(", ", versions()) + ". "
                + Machine.facts(servers.here()), table, "");
    }

    private static List<String> versions() throws IOException, InterruptedException {
        return List.of("curl " + Machine.first("curl (\\S+)", "curl", "--version"),
                "wrk " + Machine.first("wrk \\S*?([\\d.]+)", "wrk", "-v"),
                "ab " + Machine.first("Version (\\S+)", "ab", "-V"),
                "h2load " + Machine.first("nghttp2/(\\S+)", "h2load", "--version"));
    }

    private void check(String name, String url) throws IOException, InterruptedException {
        curl(name, url);
        int seconds = options.number("seconds", 3);
        Load.Result wrk = Load.wrk(tool("wrk", "-t1", "-c" + CONNECTIONS, "-d" + seconds + "s", url));
        row(name, "wrk", wrk.requests(), wrk.errors(), 0, "");
        ab(name, url);
        Command h2loadRun = tool("h2load", "--h1", "-t1", "-c" + CONNECTIONS, "-D" + seconds, url);
        Load.Result h2load = Load.h2load(h2loadRun, seconds);
        row(name, "h2load --h1", h2load.requests(), h2load.errors(), 0, "");
        autocannon(name, url, seconds);
    }

    /** Twice in one run: the second must find the connection still open. */
    private void curl(String name, String url) throws IOException, InterruptedException {
        Command curl = tool("curl", "-sS", "-o", "/dev/null", "-o", "/dev/null",
                "-w", "status=%{http_code} connects=%{num_connects}\\n", url, url);
        long ok = curl.output().lines().filter(line -> line.startsWith("status=200")).count();
        boolean reused = curl.output().contains("connects=0");
        row(name, "curl", 2, curl.exitCode() == 0 && reused ? 0 : 1, 2 - ok,
                reused ? "connection used again" : curl.output().trim());
    }

    private void ab(String name, String url) throws IOException, InterruptedException {
        Command ab = tool("ab", "-q", "-k", "-c", String.valueOf(CONNECTIONS), "-n", "50000", url);
        double complete = ab.number("Complete requests:\\s+(\\d+)");
        double kept = ab.number("Keep-Alive requests:\\s+(\\d+)");
        double failed = ab.number("Failed requests:\\s+(\\d+)") + ab.number("Write errors:\\s+(\\d+)");
        row(name, "ab -k", complete, failed + (kept < complete ? 1 : 0), ab.number("Non-2xx responses:\\s+(\\d+)"),
                ab.exitCode() == 0 ? Rounds.text(kept, 0) + " on kept connections" : lastLine(ab));
    }

    private void autocannon(String name, String url, int seconds) throws IOException, InterruptedException {
        Command autocannon = tool(servers.here().resolve("node_modules/.bin/autocannon").toString(), "--json", "-n",
                "-c", String.valueOf(CONNECTIONS), "-d", String.valueOf(seconds), url);
        double errors = autocannon.number("\"errors\":(\\d+)")
                + autocannon.number("\"timeouts\":(\\d+)");
        row(name, "autocannon", autocannon.number("\"2xx\":(\\d+)"), errors,
                autocannon.number("\"non2xx\":(\\d+)"),
                autocannon.exitCode() == 0 ? "" : lastLine(autocannon));
    }

    private static String lastLine(Command command) {
        return command.output().lines().filter(line -> !line.isBlank()).reduce("", (before, line) -> line);
    }

    private Command tool(String... line) throws IOException, InterruptedException {
        Report.progress("compat: " + String.join(" ", line));
        return Command.run(Machine.allCpus(), options.number("seconds", 3) + GRACE_SECONDS, List.of(line));
    }

    private void row(String name, String tool, double requests, double errors, double others, String note) {
        List<String> cells = new ArrayList<>(List.of(name, tool));
        for (double figure : List.of(requests, errors, others)) {
            cells.add(Rounds.text(figure, 0));
        }
        cells.add(note);
        table.row(cells);
        if (requests == 0 || errors > 0 || others > 0) {
            report.fault(String.join(" ", cells));
        }
    }
}
