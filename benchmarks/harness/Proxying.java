package harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * CPU that one proxied request costs the reverse proxy. The proxies run side by side on one core, one of them under
 * load at a time; upstream and load are on the other.
 */
final class Proxying {
    private static final int MANY_LOCATIONS = 1000;
    private static final int MANY_SERVERS = 200;
    private static final int MIB = 1 << 20;
    private static final int FEW = 4_000;
    private static final Path STREAM_OF_NGINX = Path.of("/usr/lib/nginx/modules/ngx_stream_module.so");
    private static final String IDLE = "idle";
    private static final String RELOAD = "reload";

    /** Behind the name of a proxy that runs a second time, without the many locations, to be compared with. */
    private static final String ONE = ", one location";

    private enum Mode {
        SMALL("128", "/128", Load.KEEP_ALIVE, "answers of 128 bytes"),
        MEDIUM("1k", "/1024", Load.KEEP_ALIVE, "answers of 1 KiB"),
        LARGE("16k", "/16384", Load.KEEP_ALIVE, "answers of 16 KiB"),
        HUGE("1m", "/" + MIB, Load.KEEP_ALIVE, "answers of 1 MiB"),
        LOGGED("log", "/1024", Load.KEEP_ALIVE, "answers of 1 KiB, a line of the access log each"),
        MANY("many", "/1024", Load.KEEP_ALIVE,
                "answers of 1 KiB, " + MANY_LOCATIONS + " locations and " + MANY_SERVERS + " servers"),
        RATE("rate", "/1024", Load.FIXED_RATE, "answers of 1 KiB"),
        STREAM("stream", "/1024", Load.KEEP_ALIVE, "answers of 1 KiB, through a proxy of TCP that does not look at them"),
        STREAM_HUGE("stream-1m", "/" + MIB, Load.KEEP_ALIVE, "answers of 1 MiB, through such a proxy");

        private final String mode;
        private final String path;
        private final Load load;
        private final String what;

        Mode(String mode, String path, Load load, String what) {
            this.mode = mode;
            this.path = path;
            this.load = load;
            this.what = what;
        }

        /** Whose configurations count: those of TCP have their own. */
        private String measure() {
            return this == STREAM || this == STREAM_HUGE ? "stream" : "gateway";
        }

        private boolean isHuge() {
            return this == HUGE || this == STREAM_HUGE;
        }
    }

    private final Servers servers;
    private final Options options;
    private final Report report;

    Proxying(Servers servers, Options options, Report report) {
        this.servers = servers;
        this.options = options;
        this.report = report;
    }

    /** A proxy that runs, and what it is called in the table. */
    private record Proxy(String label, Server server) {}

    /** What the rounds of one proxy in one mode brought. */
    private static final class Figures {
        private final Rounds microsPerRequest = new Rounds();
        private final Rounds requestsPerSecond = new Rounds();
    }

    void run() throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(Stream.of(Mode.values()).map(mode -> mode.mode).toList());
        all.addAll(List.of(IDLE, RELOAD, EncryptedReloads.MODE));
        all.addAll(Encrypted.modes());
        List<String> modes = options.chosen("modes", all);
        if (modes.isEmpty()) {
            return;
        }
        Processes.pinSelf(options.loadCpu());
        new Peers(servers.here()).prepare(List.of("millrace"));
        try (Server upstream = servers.upstream("nginx", options.loadCpu())) {
            Files.write(upstream.log().resolveSibling("index.html"), new byte[1]);
            for (int size : new int[] {128, 1024, 16_384, MIB}) {
                Files.write(upstream.log().resolveSibling(String.valueOf(size)), new byte[size]);
            }
            for (Mode mode : Mode.values()) {
                if (modes.contains(mode.mode)) {
                    measure(mode, upstream);
                }
            }
            if (modes.contains(IDLE)) {
                new IdleClients(servers, options, report).run(words(Mode.SMALL, upstream, IdleClients.CONNECTIONS));
            }
            if (modes.contains(RELOAD)) {
                new Reloading(servers, options, report).run(upstream);
            }
            new Encrypted(servers, options, report).run(modes, upstream);
            if (modes.contains(EncryptedReloads.MODE)) {
                new EncryptedReloads(servers, options, report).run(upstream);
            }
        }
    }

    private void measure(Mode mode, Server upstream) throws IOException, InterruptedException {
        List<Proxy> running = new ArrayList<>();
        try {
            for (String name : options.chosen("servers", servers.programs(mode.measure()))) {
                if (!name.equals("haproxy") || mode != Mode.LOGGED && mode != Mode.MANY) {
                    start(running, name, name, mode, words(mode, upstream, FEW));
                    if (mode == Mode.MANY) {
                        start(running, name + ONE, name, mode, words(Mode.MEDIUM, upstream, FEW));
                    }
                }
            }
            measure(mode, running);
        } finally {
            running.forEach(proxy -> proxy.server.close());
        }
    }

    private void start(List<Proxy> running, String label, String name, Mode mode, Map<String, String> words)
            throws IOException, InterruptedException {
        if (mode.measure().equals("stream")) {
            requireStream(name, mode.mode);
        }
        running.add(new Proxy(label, servers.proxy(mode.measure(), name, options.serverCpu(), words)));
        running.getLast().server.awaitFirstAnswer();
    }

    static void requireStream(String name, String mode) {
        if (name.equals("nginx") && Files.notExists(STREAM_OF_NGINX)) {
            throw new BenchmarkException("mode " + mode + " compares with nginx, whose proxy of TCP is a package of its own:"
                    + " apt-get install libnginx-mod-stream, or leave nginx out with --servers");
        }
    }

    private static Map<String, String> words(Mode mode, Server upstream, int connections) throws IOException {
        boolean many = mode == Mode.MANY;
        return Map.of(
                "upstream", String.valueOf(upstream.address().getPort()),
                "connections", String.valueOf(connections),
                "log", mode == Mode.LOGGED ? upstream.log().resolveSibling("access.log").toString() : "off",
                "locations", lines(many ? MANY_LOCATIONS : 0, "location /place/%1$d/ { proxy_pass http://backend; }"),
                "servers", lines(many ? MANY_SERVERS : 0,
                        "server { listen 127.0.0.1:{port}; server_name host%1$d.example.com; return 404; }"));
    }

    private static String lines(int count, String line) {
        return IntStream.range(0, count).mapToObj(i -> line.formatted(i)).collect(Collectors.joining("\n"));
    }

    private void measure(Mode mode, List<Proxy> running) throws IOException, InterruptedException {
        Map<String, Figures> figures = new LinkedHashMap<>();
        for (Proxy proxy : running) {
            figures.put(proxy.label, new Figures());
            int warmup = servers.warmupSeconds(mode.measure() + "." + proxy.server.name(), options.number("warmup", 20));
            Report.progress("gateway " + mode.mode + ": warming " + proxy.label + " for " + warmup + " s");
            load(mode, proxy.server, warmup);
        }
        List<Proxy> order = new ArrayList<>(running);
        for (int round = 1; round <= options.number("rounds", 3); round++) {
            for (Proxy proxy : order) {
                measureOnce(mode, round, proxy, figures.get(proxy.label));
            }
            Collections.rotate(order, 1); // nobody always follows the same neighbour
        }
        String how = "`benchmarks/run gateway --modes " + mode.mode + "`: " + mode.what + "; " + mode.load.description
                + (mode.load == Load.FIXED_RATE ? " (" + rate() + ")" : "") + ". " + Machine.facts(servers.here());
        report.section("gateway-" + mode.mode, how, table(mode, figures), "");
    }

    private Load.Result load(Mode mode, Server server, int seconds) throws IOException, InterruptedException {
        String url = server.url().replaceFirst("/$", mode.path);
        return mode.load.run(url, options.loadCpu(), seconds, rate(), servers.here());
    }

    private int rate() {
        return options.number("rate", 16_000);
    }

    private void measureOnce(Mode mode, int round, Proxy proxy, Figures figures)
            throws IOException, InterruptedException {
        Server server = proxy.server;
        double before = ProcFs.cpuMicros(server.root());
        Load.Result result = load(mode, server, options.number("seconds", 10));
        double cpu = ProcFs.cpuMicros(server.root()) - before;
        figures.microsPerRequest.add(cpu / result.requests());
        figures.requestsPerSecond.add(result.requests() / result.seconds());
        String line = "gateway " + mode.mode + " round " + round + ": " + proxy.label + " "
                + Rounds.text(cpu / result.requests(), 2) + " us/request, "
                + Rounds.text(result.requests() / result.seconds(), 0) + " requests/s";
        Report.progress(line);
        if (result.errors() > 0) {
            report.fault(line + ": " + Rounds.text(result.errors(), 0) + " errors");
        }
    }

    private static Table table(Mode mode, Map<String, Figures> figures) {
        List<String> columns = new ArrayList<>(List.of("proxy", "CPU µs a request: median (rounds)", "× nginx", "requests/s"));
        if (mode.isHuge()) {
            columns.add("MB a CPU second");
        } else if (mode == Mode.MANY) {
            columns.add("× with one location");
        }
        Table table = new Table(columns.toArray(String[]::new));
        figures.forEach((name, figure) -> {
            Figures nginx = figures.get("nginx");
            List<String> cells = new ArrayList<>(List.of(name, figure.microsPerRequest.text(2),
                    nginx == null ? "" : figure.microsPerRequest.over(nginx.microsPerRequest).text(2),
                    Rounds.text(figure.requestsPerSecond.median(), 0)));
            if (mode.isHuge()) {
                cells.add(Rounds.text(MIB / figure.microsPerRequest.median(), 0));
            } else if (mode == Mode.MANY) {
                Figures one = figures.get(name + ONE);
                cells.add(one == null ? "" : figure.microsPerRequest.over(one.microsPerRequest).text(2));
            }
            table.row(cells);
        });
        return table;
    }
}
