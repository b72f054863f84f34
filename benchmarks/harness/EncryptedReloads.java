package harness;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Certificates are replaced, one reload each, over the whole of a long load of handshakes, every other one of which goes on
 * with a session. What was open before the load, and takes longer, is to go on: slow answers over HTTP/1.1 and HTTP/2,
 * tunnels, sessions of TCP. At last comes a certificate that is none.
 */
final class EncryptedReloads {
    static final String MODE = "tls-soak";
    private static final int RELOADS = 100;
    private static final int READINGS = 10;
    private static final int EACH = 20;
    private static final int HANDSHAKES = 1_000_000;
    private static final int LIMIT_SECONDS = 3_600;
    private static final int WARMING_HANDSHAKES = 10_000;
    private static final String ENDLESS = "/endless";
    private static final long ENDLESS_BYTES = 1L << 32; // nothing of it is on the disk
    private static final long SHOWN_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** From the second reading on memory is to stay as it is, but for this; short loads say nothing about it. */
    private static final double MOST_GROWTH_MIB = 10;
    private static final int TELLING_HANDSHAKES = 100_000;

    private final Servers servers;
    private final Options options;
    private final Report report;
    private final Table table = new Table("proxy", "certificates, each shown after its reload", "whole handshakes", "resumed",
            "whole though a session was offered", "failed", "broken of " + 4 * EACH + " long ones", "RSS at each tenth, MiB",
            "heap in use, MiB", "live heap before, after, MiB", "with a broken certificate");

    EncryptedReloads(Servers servers, Options options, Report report) {
        this.servers = servers;
        this.options = options;
        this.report = report;
    }

    /** What has been open all the while. */
    private record Open(LongAnswers answers, Tunnels tunnels, Tunnels sessions) {
        /** Those that have ended, or stand still. */
        long broken() throws InterruptedException {
            return answers.silent() + tunnels.silent() + sessions.silent();
        }
    }

    void run(Server upstream) throws IOException, InterruptedException {
        new Peers(servers.here()).prepareHandshakes();
        Path certificate = upstream.log().resolveSibling("soak");
        try (RandomAccessFile file = new RandomAccessFile(certificate.getParent() + ENDLESS, "rw")) {
            file.setLength(ENDLESS_BYTES);
        }
        for (String name : options.chosen("servers", servers.programs("soak"))) {
            run(name, certificate);
        }
        report.section("gateway-" + MODE, "`benchmarks/run gateway --modes " + MODE + " --handshakes " + handshakes() + "`: "
                + Encrypted.THREADS + " clients shake hands, every other time to go on with a session, and " + RELOADS
                + " times in that while the certificate is replaced and the configuration reloaded. Open from before the first to "
                + "after the last: " + EACH + " slow answers over HTTP/1.1, " + EACH + " over HTTP/2, " + EACH
                + " tunnels of WebSocket and " + EACH + " sessions of TCP. " + Machine.facts(servers.here()), table, "");
    }

    private void run(String name, Path certificate) throws IOException, InterruptedException {
        Proxying.requireStream(name, MODE);
        Encrypted.certificate(certificate, "ecdsa", "soak-0");
        InetSocketAddress tls = new InetSocketAddress("127.0.0.1", servers.freePort());
        InetSocketAddress tcp = new InetSocketAddress("127.0.0.1", servers.freePort());
        SSLContext context = trusting();
        try (Tunnels tunnels = new Tunnels(); Tunnels sessions = new Tunnels(); LongAnswers answers = new LongAnswers()) {
            Map<String, String> words = Map.of("tls", String.valueOf(tls.getPort()), "sessions", String.valueOf(tcp.getPort()),
                    "certificate", certificate.toString(), "files", certificate.getParent().toString(), "tunnels",
                    String.valueOf(tunnels.port()), "echo", String.valueOf(sessions.port()));
            try (Server server = servers.proxy("soak", name, options.serverCpu(), words)) {
                server.awaitFirstAnswer();
                Report.progress("gateway " + MODE + ": " + name + " warms up");
                Load.handshakes(tls.getPort(), "/", "mixed", Encrypted.THREADS, options.loadCpu(), LIMIT_SECONDS,
                        Math.min(WARMING_HANDSHAKES, handshakes()), servers.here());
                tunnels.open(EACH, tls, context.getSocketFactory());
                sessions.open(EACH, tcp, context.getSocketFactory());
                answers.openHttp1(EACH, tls, ENDLESS, context);
                answers.openHttp2(EACH, tls, ENDLESS, context);
                measure(server, tls.getPort(), certificate, new Open(answers, tunnels, sessions));
                tunnels.end();
                sessions.end();
                answers.end();
            }
        }
    }

    private int handshakes() {
        return options.number("handshakes", HANDSHAKES);
    }

    private void measure(Server server, int port, Path certificate, Open open) throws IOException, InterruptedException {
        double live = Holding.liveMib(server);
        List<Holding> readings = new ArrayList<>(List.of(Holding.of(server)));
        int shown = 0;
        Handshakes.Counts counts;
        try (Handshakes load = Handshakes.start(port, Encrypted.THREADS, Math.max(1, handshakes() / 1_000), options.loadCpu(),
                servers.here())) {
            for (int i = 1; i <= RELOADS; i++) {
                load.await(handshakes() * (long) i / (RELOADS + 1));
                shown += replace(server, port, certificate, i) ? 1 : 0;
                if (i % (RELOADS / READINGS) == 0) {
                    readings.add(Holding.of(server));
                    Report.progress("gateway " + MODE + ": " + server.name() + ", " + i + " reloads, " + readings.getLast());
                }
            }
            load.await(handshakes());
            counts = load.stop();
        }
        long broken = open.broken();
        readings.set(READINGS, Holding.of(server));
        double growth = readings.getLast().mib() - readings.get(2).mib();
        if (shown < RELOADS || counts.failed() > 0 || broken > 0
                || handshakes() >= TELLING_HANDSHAKES && growth > MOST_GROWTH_MIB) {
            report.fault(server.name() + ": certificates shown: " + shown + ", " + counts + ", broken: " + broken
                    + ", grown by MiB: " + Rounds.text(growth, 1));
        }
        table.row(List.of(server.name(), shown + " of " + RELOADS, Rounds.text(counts.whole(), 0),
                Rounds.text(counts.resumed(), 0), Rounds.text(counts.refused(), 0), Rounds.text(counts.failed(), 0),
                String.valueOf(broken), texts(readings, Holding::mib), texts(readings, Holding::heapMib),
                text(live) + ", " + text(Holding.liveMib(server)), breakIt(server, port, certificate)));
    }

    private static String texts(List<Holding> readings, ToDoubleFunction<Holding> figure) {
        return readings.stream().map(reading -> text(figure.applyAsDouble(reading))).collect(Collectors.joining(", "));
    }

    private static String text(double mib) {
        return Double.isNaN(mib) ? "–" : Rounds.text(mib, 1);
    }

    /** @return whether the new certificate is shown; with several processes the old one may answer for a moment */
    private static boolean replace(Server server, int port, Path certificate, int number)
            throws IOException, InterruptedException {
        Encrypted.certificate(certificate, "ecdsa", "soak-" + number);
        Reloading.hangUp(server);
        Reloading.awaitLog(server, Reloading.DONE, number + 1);
        long began = System.nanoTime();
        while (!shown(port).equals("CN=soak-" + number)) {
            if (System.nanoTime() - began > SHOWN_NANOS) {
                Report.progress(server.name() + " shows " + shown(port) + " after reload " + number);
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
        return true;
    }

    /** @return what has changed: nothing should */
    private static String breakIt(Server server, int port, Path certificate) throws IOException {
        String last = shown(port);
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

    private static final class Anybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
