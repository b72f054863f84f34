package harness;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Certificates are replaced, one reload each, while clients shake hands all the time, every other one to go on with a
 * session, and encrypted tunnels are open. At last comes a certificate that is none.
 */
final class EncryptedReloads {
    static final String MODE = "tls-soak";
    private static final int RELOADS = 100;
    private static final int TUNNELS = 50;
    private static final int HANDSHAKES = 1_000_000;
    private static final int LIMIT_SECONDS = 3_600;
    private static final int WARMING_HANDSHAKES = 10_000;

    private final Servers servers;
    private final Options options;
    private final Report report;
    private final Table table = new Table("proxy", "reloads", "handshakes", "failed", "tunnels that ended",
            "RSS before, after, MiB", "with a broken certificate");

    EncryptedReloads(Servers servers, Options options, Report report) {
        this.servers = servers;
        this.options = options;
        this.report = report;
    }

    void run(Server upstream) throws IOException, InterruptedException {
        new Peers(servers.here()).prepareHandshakes();
        Path certificate = upstream.log().resolveSibling("soak");
        for (String name : options.chosen("servers", servers.programs("tls"))) {
            Encrypted.certificate(certificate, "ecdsa", "soak-0");
            int port = servers.freePort();
            try (Tunnels tunnels = new Tunnels()) {
                Map<String, String> words = Map.of("tls", String.valueOf(port), "certificate", certificate.toString(), "upstream",
                        String.valueOf(upstream.address().getPort()), "files", certificate.getParent().toString(), "tunnels",
                        String.valueOf(tunnels.port()));
                try (Server server = servers.proxy("tls", name, options.serverCpu(), words)) {
                    server.awaitFirstAnswer();
                    tunnels.open(TUNNELS, new InetSocketAddress("127.0.0.1", port), trusting().getSocketFactory());
                    measure(server, port, certificate, tunnels);
                    tunnels.end();
                }
            }
        }
        report.section("gateway-" + MODE, "`benchmarks/run gateway --modes " + MODE + " --handshakes " + handshakes() + "`: "
                + Encrypted.THREADS + " clients shake hands, every other time to go on with a session, " + TUNNELS
                + " encrypted tunnels echo a message a second, and " + RELOADS + " times the certificate is replaced and the "
                + "configuration reloaded. " + Machine.facts(servers.here()), table, "");
    }

    private int handshakes() {
        return options.number("handshakes", HANDSHAKES);
    }

    private Load.Result load(int port, int seconds, long most) throws IOException, InterruptedException {
        return Load.handshakes(port, "/", "mixed", Encrypted.THREADS, options.loadCpu(), seconds, most, servers.here());
    }

    private void measure(Server server, int port, Path certificate, Tunnels tunnels) throws IOException, InterruptedException {
        Report.progress("gateway " + MODE + ": " + server.name() + " warms up");
        load(port, LIMIT_SECONDS, WARMING_HANDSHAKES);
        double before = ProcFs.rssKib(server.root()) / 1024;
        CompletableFuture<Load.Result> load = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                load.complete(load(port, LIMIT_SECONDS, handshakes()));
            } catch (IOException | InterruptedException | RuntimeException e) {
                load.completeExceptionally(e);
            }
        });
        for (int i = 1; i <= RELOADS; i++) {
            Encrypted.certificate(certificate, "ecdsa", "soak-" + i);
            Reloading.hangUp(server);
            Reloading.awaitLog(server, Reloading.DONE, i + 1);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100)); // some handshakes with each
        }
        String last = shown(port);
        Load.Result result = load.join();
        double after = ProcFs.rssKib(server.root()) / 1024;
        if (!last.equals("CN=soak-" + RELOADS) || result.errors() > 0 || tunnels.ended() > 0) {
            report.fault(server.name() + " shows " + last + ", handshakes that failed: " + Rounds.text(result.errors(), 0)
                    + ", tunnels that ended: " + tunnels.ended());
        }
        table.row(List.of(server.name(), String.valueOf(RELOADS), Rounds.text(result.requests(), 0),
                Rounds.text(result.errors(), 0), String.valueOf(tunnels.ended()),
                Rounds.text(before, 1) + ", " + Rounds.text(after, 1), breakIt(server, port, certificate, last)));
    }

    /** @return what has changed: nothing should */
    private static String breakIt(Server server, int port, Path certificate, String last) throws IOException {
        Files.writeString(Path.of(certificate + ".crt"), "no certificate\n");
        Reloading.hangUp(server);
        Reloading.awaitLog(server, Pattern.compile("\\[emerg].*cannot load certificate"), 1);
        String shown = shown(port);
        return shown.equals(last) ? "all as before" : "shows " + shown;
    }

    /** Whose certificate is shown. */
    private static String shown(int port) throws IOException {
        try (SSLSocket socket = (SSLSocket) trusting().getSocketFactory().createSocket("127.0.0.1", port)) {
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSubjectX500Principal().getName();
        }
    }

    private static SSLContext trusting() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Anybody()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has TLS", e);
        }
    }

    private static final class Anybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
