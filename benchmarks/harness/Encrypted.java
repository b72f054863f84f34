package harness;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** CPU that encrypted clients cost the reverse proxy: handshakes, requests on kept connections, bytes, and HTTP/2. */
final class Encrypted {
    private static final int MIB = 1 << 20;
    private static final int CERTIFICATE_LIMIT_SECONDS = 30;
    static final int THREADS = 16;

    private enum Mode {
        ECDSA("tls-handshake-ecdsa", "ecdsa", "full", "/", "whole handshakes with a key of P-256, each for one small request"),
        RSA("tls-handshake-rsa", "rsa", "full", "/", "whole handshakes with a key of RSA-2048, each for one small request"),
        RESUMED("tls-resumed", "ecdsa", "resumed", "/", "handshakes that go on with a session, each for one small request"),
        KEPT("tls", "ecdsa", null, "/", "small requests on kept connections"),
        HUGE("tls-1m", "ecdsa", null, "/" + MIB, "a file of 1 MiB, on kept connections"),
        PROXIED("tls-1m-proxied", "ecdsa", null, "/proxied/" + MIB, "answers of 1 MiB from an upstream in the clear"),
        STREAMS("h2", "ecdsa", null, "/", "small requests over HTTP/2"),
        STREAMS_OF_FILES("h2-file", "ecdsa", null, "/1024", "a file of 1 KiB over HTTP/2"),
        STREAMS_PROXIED("h2-proxied", "ecdsa", null, "/proxied/1024", "answers of 1 KiB over HTTP/2, from an upstream of HTTP/1.1");

        private final String mode;
        private final String key;
        private final String handshakes;
        private final String path;
        private final String what;

        Mode(String mode, String key, String handshakes, String path, String what) {
            this.mode = mode;
            this.key = key;
            this.handshakes = handshakes;
            this.path = path;
            this.what = what;
        }

        private boolean isHuge() {
            return this == HUGE || this == PROXIED;
        }

        private boolean isHttp2() {
            return this == STREAMS || this == STREAMS_OF_FILES || this == STREAMS_PROXIED;
        }

        private String load() {
            return isHttp2() ? Load.STREAMS : handshakes == null ? Load.KEEP_ALIVE.description
                    : THREADS + " clients (`benchmarks/peers/tlsload.c`)";
        }
    }

    private static final class Figures {
        private final Rounds micros = new Rounds();
        private final Rounds perSecond = new Rounds();
    }

    /** A proxy, and its port that is encrypted. */
    private record Proxy(Server server, int tls) {}

    private final Servers servers;
    private final Options options;
    private final Report report;

    Encrypted(Servers servers, Options options, Report report) {
        this.servers = servers;
        this.options = options;
        this.report = report;
    }

    static List<String> modes() {
        return Stream.of(Mode.values()).map(mode -> mode.mode).toList();
    }

    void run(List<String> modes, Server upstream) throws IOException, InterruptedException {
        if (Collections.disjoint(modes, modes())) {
            return;
        }
        new Peers(servers.here()).prepareHandshakes();
        for (Mode mode : Mode.values()) {
            if (modes.contains(mode.mode)) {
                measure(mode, upstream);
            }
        }
    }

    /** Makes a key and a certificate of it for itself: {@code place.key}, {@code place.crt}. */
    static void certificate(Path place, String kind, String name) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of("openssl", "req", "-x509", "-nodes", "-subj", "/CN=" + name, "-days", "30",
                "-keyout", place + ".key", "-out", place + ".crt", "-newkey"));
        line.addAll(kind.equals("rsa") ? List.of("rsa:2048") : List.of("ec", "-pkeyopt", "ec_paramgen_curve:P-256"));
        Command made = Command.run(Machine.allCpus(), CERTIFICATE_LIMIT_SECONDS, line);
        if (made.exitCode() != 0) {
            throw new BenchmarkException("openssl has made no certificate: " + made.output());
        }
    }

    private void measure(Mode mode, Server upstream) throws IOException, InterruptedException {
        Path folder = upstream.log().getParent();
        Path certificate = folder.resolve(mode.key);
        certificate(certificate, mode.key, "localhost");
        List<Proxy> running = new ArrayList<>();
        try {
            for (String name : options.chosen("servers", servers.programs("tls"))) {
                int port = servers.freePort();
                Map<String, String> words = Map.of("tls", String.valueOf(port), "certificate", certificate.toString(), "upstream",
                        String.valueOf(upstream.address().getPort()), "files", folder.toString(), "tunnels", "1");
                running.add(new Proxy(servers.proxy("tls", name, options.serverCpu(), words), port));
                running.getLast().server.awaitFirstAnswer();
            }
            measure(mode, running);
        } finally {
            running.forEach(proxy -> proxy.server.close());
        }
    }

    private void measure(Mode mode, List<Proxy> running) throws IOException, InterruptedException {
        Map<String, Figures> figures = new LinkedHashMap<>();
        for (Proxy proxy : running) {
            figures.put(proxy.server.name(), new Figures());
            Report.progress("gateway " + mode.mode + ": warming " + proxy.server.name());
            load(mode, proxy, servers.warmupSeconds("tls." + proxy.server.name(), options.number("warmup", 20)));
        }
        List<Proxy> order = new ArrayList<>(running);
        for (int round = 1; round <= options.number("rounds", 3); round++) {
            for (Proxy proxy : order) {
                measureOnce(mode, round, proxy, figures.get(proxy.server.name()));
            }
            Collections.rotate(order, 1);
        }
        report.section("gateway-" + mode.mode, "`benchmarks/run gateway --modes " + mode.mode + "`: " + mode.what
                + ", TLS 1.3; " + mode.load() + ". " + Machine.facts(servers.here()), table(mode, figures), "");
    }

    private Load.Result load(Mode mode, Proxy proxy, int seconds) throws IOException, InterruptedException {
        String url = "https://127.0.0.1:" + proxy.tls + mode.path;
        if (mode.isHttp2()) {
            return Load.streams(url, options.loadCpu(), seconds);
        }
        if (mode.handshakes == null) {
            return Load.KEEP_ALIVE.run(url, options.loadCpu(), seconds, 0, servers.here());
        }
        return Load.handshakes(proxy.tls, mode.path, mode.handshakes, THREADS, options.loadCpu(), seconds, Long.MAX_VALUE,
                servers.here());
    }

    private void measureOnce(Mode mode, int round, Proxy proxy, Figures figures) throws IOException, InterruptedException {
        double before = ProcFs.cpuMicros(proxy.server.root());
        Load.Result result = load(mode, proxy, options.number("seconds", 10));
        double micros = (ProcFs.cpuMicros(proxy.server.root()) - before) / result.requests();
        figures.micros.add(micros);
        figures.perSecond.add(result.requests() / result.seconds());
        String line = "gateway " + mode.mode + " round " + round + ": " + proxy.server.name() + " " + Rounds.text(micros, 2)
                + " us each, " + Rounds.text(result.requests() / result.seconds(), 0) + " a second";
        Report.progress(line);
        if (result.errors() > 0) {
            report.fault(line + ": " + Rounds.text(result.errors(), 0) + " errors");
        }
    }

    private static Table table(Mode mode, Map<String, Figures> figures) {
        List<String> columns = new ArrayList<>(List.of("proxy", "CPU µs each: median (rounds)", "× nginx", "a second"));
        if (mode.isHuge()) {
            columns.add("MB a CPU second");
        }
        Table table = new Table(columns.toArray(String[]::new));
        figures.forEach((name, figure) -> {
            Figures nginx = figures.get("nginx");
            List<String> cells = new ArrayList<>(List.of(name, figure.micros.text(2),
                    nginx == null ? "" : figure.micros.over(nginx.micros).text(2), Rounds.text(figure.perSecond.median(), 0)));
            if (mode.isHuge()) {
                cells.add(Rounds.text(MIB / figure.micros.median(), 0));
            }
            table.row(cells);
        });
        return table;
    }
}
