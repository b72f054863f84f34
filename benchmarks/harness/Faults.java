package harness;

import harness.FaultyPeers.Fault;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * What clients of a reverse proxy notice of one bad upstream of four ({@code faults}), and of one that is ten times slower
 * by each method of choosing ({@code methods}).
 */
final class Faults {
    static final String FAULTS = "faults";
    static final String METHODS = "methods";

    private static final int RATE = 400;
    private static final int BEFORE_MILLIS = 1_000;
    private static final int FAULT_MILLIS = 4_000;
    private static final int AFTER_MILLIS = 5_000;

    /** A peer that is asked no more for as long as this is out; the gateways try it again after twice that. */
    private static final long OUT_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final String PARAMETERS = "max_fails=1 fail_timeout=2s";
    private static final String RETRIES = "error timeout invalid_header http_500";

    /** Directive by name; those without an open one in nginx are Millrace's alone. */
    private static final List<String> OF_NGINX = List.of("", "least_conn", "random two");
    private static final List<String> OF_MILLRACE = List.of("random two least_time=header", "least_time header", "peak_ewma");

    private final Servers servers;
    private final Options options;
    private final Report report;

    Faults(Servers servers, Options options, Report report) {
        this.servers = servers;
        this.options = options;
        this.report = report;
    }

    void run() throws IOException, InterruptedException {
        List<String> modes = options.chosen("modes", List.of(FAULTS, METHODS));
        List<String> names = options.chosen("servers", List.of("nginx", "millrace"));
        if (modes.isEmpty()) {
            return;
        }
        Processes.pinSelf(options.loadCpu());
        new Peers(servers.here()).prepare(List.of("millrace"));
        if (modes.contains(FAULTS)) {
            faults(names);
        }
        if (modes.contains(METHODS)) {
            methods(names);
        }
    }

    private void faults(List<String> names) throws IOException, InterruptedException {
        List<String> columns = new ArrayList<>(List.of("the bad one of four"));
        for (String name : names) {
            columns.addAll(List.of(name + ": failed with retries", "failed without", "out after", "back after", "p99 with retries"));
        }
        Table table = new Table(columns.toArray(String[]::new));
        for (Fault fault : Fault.values()) {
            List<String> cells = new ArrayList<>(List.of(fault.label));
            for (String name : names) {
                Seen with = see(name, fault, "/");
                Seen without = see(name, fault, "/once");
                List<String> seen = List.of(with.failed(), without.failed(), with.out(), with.back(), with.p99());
                Report.progress("gateway faults: " + fault.label + ": " + name + ": " + seen);
                cells.addAll(seen);
            }
            table.row(cells);
        }
        report.section("gateway-faults", "`benchmarks/run gateway --modes faults`: " + RATE + " requests a second for "
                + (BEFORE_MILLIS + FAULT_MILLIS + AFTER_MILLIS) / 1_000 + " s, the fault from the " + BEFORE_MILLIS / 1_000
                + ". to the " + (BEFORE_MILLIS + FAULT_MILLIS) / 1_000 + ". second; `" + PARAMETERS
                + "`, `proxy_read_timeout 1s`, `proxy_next_upstream " + RETRIES + "` or `off`. " + Machine.facts(servers.here()),
                table, "Out after: from the fault until nobody is sent to the peer for a second. Back after: from the fault's"
                        + " end to the peer's next good answer.");
    }

    /** What one run has shown. */
    private record Seen(List<PeerLoad.Sample> samples, long fromNanos, long untilNanos, String peer) {
        String failed() {
            return samples.stream().filter(PeerLoad.Sample::failed).count() + " of " + samples.size();
        }

        String p99() {
            return Rounds.text(percentile(samples, 99), 0) + " ms";
        }

        private List<PeerLoad.Sample> ofPeer() {
            return samples.stream()
                    .filter(s -> s.peers().contains(peer))
                    .sorted(Comparator.comparingLong(PeerLoad.Sample::dueNanos))
                    .toList();
        }

        String out() {
            long last = fromNanos;
            for (PeerLoad.Sample each : ofPeer()) {
                if (each.dueNanos() - last > OUT_NANOS) {
                    break;
                }
                last = Math.max(last, each.dueNanos());
            }
            return last + OUT_NANOS > untilNanos ? "never" : text(last - fromNanos);
        }

        String back() {
            return ofPeer().stream()
                    .filter(s -> s.dueNanos() >= untilNanos && !s.failed() && s.peers().endsWith(peer))
                    .findFirst()
                    .map(s -> text(s.dueNanos() - untilNanos))
                    .orElse("never");
        }

        private static String text(long nanos) {
            return Rounds.text(nanos / 1e6, 0) + " ms";
        }
    }

    private static double percentile(List<PeerLoad.Sample> samples, double percent) {
        Latencies latencies = new Latencies();
        samples.forEach(sample -> latencies.add(sample.endNanos() - sample.dueNanos()));
        return latencies.percentileMillis(percent);
    }

    private Seen see(String name, Fault fault, String path) throws IOException, InterruptedException {
        try (FaultyPeers peers = new FaultyPeers(servers, options.loadCpu());
                Server gateway = servers.beforeFaults(name, options.serverCpu(), Map.of(
                        "groups", "upstream backend {\n" + peers.lines(PARAMETERS) + "keepalive 32;\n}",
                        "locations", "location / { proxy_pass http://backend; proxy_next_upstream " + RETRIES + "; }\n"
                                + "location /once { proxy_pass http://backend/; proxy_next_upstream off; }"))) {
            gateway.awaitFirstAnswer();
            PeerLoad.run(gateway.address(), path, RATE, options.number("warmup", 3) * 1_000);
            CompletableFuture<List<PeerLoad.Sample>> load = CompletableFuture.supplyAsync(
                    () -> PeerLoad.run(gateway.address(), path, RATE, BEFORE_MILLIS + FAULT_MILLIS + AFTER_MILLIS));
            TimeUnit.MILLISECONDS.sleep(BEFORE_MILLIS);
            long from = System.nanoTime();
            peers.begin(fault);
            TimeUnit.MILLISECONDS.sleep(FAULT_MILLIS);
            long until = System.nanoTime();
            peers.end(fault);
            return new Seen(load.join(), from, until, peers.lastAddress());
        }
    }

    private void methods(List<String> names) throws IOException, InterruptedException {
        List<String> columns = new ArrayList<>(List.of("method"));
        names.forEach(name -> columns.addAll(List.of(name + ": p50", "p99", "requests to the slow one")));
        Map<String, List<String>> rows = new LinkedHashMap<>();
        for (String name : names) {
            List<String> all = new ArrayList<>(OF_NGINX);
            all.addAll(OF_MILLRACE);
            for (String method : all) {
                List<String> row = rows.computeIfAbsent(method, m -> new ArrayList<>(List.of(m.isEmpty() ? "round robin" : m)));
                boolean has = name.equals("millrace") || OF_NGINX.contains(method);
                row.addAll(has ? method(name, method) : List.of("has none", "", ""));
            }
        }
        Table table = new Table(columns.toArray(String[]::new));
        rows.values().forEach(table::row);
        report.section("gateway-methods", "`benchmarks/run gateway --modes methods`: four upstreams that take 10 ms, the last"
                + " of them 100 ms; " + RATE + " requests a second for " + options.number("seconds", 10) + " s, in milliseconds. "
                + Machine.facts(servers.here()), table, "");
    }

    private List<String> method(String name, String method) throws IOException, InterruptedException {
        Report.progress("gateway methods: " + name + ": " + method);
        String line = method.isEmpty() ? "" : method + ";\n";
        try (FaultyPeers peers = new FaultyPeers(servers, options.loadCpu());
                Server gateway = servers.beforeFaults(name, options.serverCpu(), Map.of(
                        "groups", "upstream backend {\n" + line + peers.lines("") + "keepalive 64;\n}",
                        "locations", "location / { proxy_pass http://backend; }"))) {
            for (int i = 0; i <= peers.last(); i++) {
                peers.be(i, i == peers.last() ? "slow-100" : "slow-10");
            }
            gateway.awaitFirstAnswer();
            PeerLoad.run(gateway.address(), "/", RATE, options.number("warmup", 3) * 1_000);
            List<PeerLoad.Sample> samples =
                    PeerLoad.run(gateway.address(), "/", RATE, options.number("seconds", 10) * 1_000);
            long failed = samples.stream().filter(PeerLoad.Sample::failed).count();
            if (failed > 0) {
                report.fault("gateway methods: " + name + " " + method + ": " + failed + " failed");
            }
            long slow = samples.stream().filter(s -> s.peers().equals(peers.lastAddress())).count();
            return List.of(Rounds.text(percentile(samples, 50), 1), Rounds.text(percentile(samples, 99), 1),
                    Rounds.text(100.0 * slow / samples.size(), 1) + " %");
        }
    }
}
