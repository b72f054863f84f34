package millrace.cli.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import millrace.bench.Bench;
import millrace.bench.client.RequestBytes;
import millrace.bench.client.TlsSettings;

/** From flags to a {@link Bench}. */
final class Described {
    private static final int MESSAGE_BYTES = 64;

    private Described() {}

    /**
     * @param port what the environment says in {@code PORT}, or {@code null}: then the URL may be a path
     * @throws IllegalArgumentException when the flags make no sense together
     */
    static Bench of(Wanted wanted, String port) {
        String url = wanted.url() == null && wanted.has(Flag.ON_PORT) ? "/" : wanted.url();
        if (url == null) {
            throw new IllegalArgumentException(wanted.scenario() == null
                    ? "which URL? Such as: millrace bench http://localhost:8080/"
                    : "which server? Write \"url: http://localhost:8080\" into the scenario, or name it behind the file");
        }
        boolean path = url.startsWith("/");
        if (path && port == null && !wanted.has(Flag.SOCKET_PATH)) {
            throw new IllegalArgumentException("a path alone needs the port in the environment: PORT=8080");
        }
        String base = path ? "http://localhost" + (port == null ? "" : ":" + port) : "";
        Bench bench = Bench.of(base + url);
        request(bench, wanted, base + url);
        encryption(bench, wanted);
        load(bench, wanted);
        rate(bench, wanted);
        return wanted.scenario() == null ? bench : wanted.scenario().onto(bench);
    }

    private static void request(Bench bench, Wanted wanted, String url) {
        if (wanted.has(Flag.METHOD)) {
            bench.method(wanted.text(Flag.METHOD));
        }
        for (String header : wanted.all(Flag.HEADERS)) {
            RequestBytes.Field field = RequestBytes.Field.of(header);
            bench.header(field.name(), field.value());
        }
        if (wanted.has(Flag.BODY)) {
            bench.body(wanted.text(Flag.BODY));
        }
        if (wanted.has(Flag.INPUT)) {
            bench.body(read(Path.of(wanted.text(Flag.INPUT))));
        }
        if (wanted.has(Flag.FORM)) {
            form(bench, wanted);
        }
        if (wanted.has(Flag.HTTP2)) {
            bench.http2();
        }
        message(bench, wanted, url);
        if (wanted.has(Flag.ID_REPLACEMENT)) {
            bench.replaceIds();
        }
        if (wanted.has(Flag.EXPECT_BODY)) {
            bench.expectBody(wanted.text(Flag.EXPECT_BODY));
        }
        if (wanted.has(Flag.SOCKET_PATH)) {
            bench.socketPath(Path.of(wanted.text(Flag.SOCKET_PATH)));
        }
    }

    /** A WebSocket sends something in any case. */
    private static void message(Bench bench, Wanted wanted, String url) {
        boolean webSocket = url.regionMatches(true, 0, "ws", 0, 2) && url.contains("://");
        if (wanted.has(Flag.MESSAGE) && !webSocket) {
            throw new IllegalArgumentException("--message is for WebSockets: ws://HOST:PORT/PATH");
        }
        if (wanted.has(Flag.MESSAGE) && (wanted.has(Flag.BODY) || wanted.has(Flag.INPUT))) {
            throw new IllegalArgumentException("--message does not go with -b and -i, which say it themselves");
        }
        if (webSocket && !wanted.has(Flag.BODY) && !wanted.has(Flag.INPUT)) {
            bench.body("m".repeat(Math.toIntExact(wanted.count(Flag.MESSAGE, MESSAGE_BYTES))));
        }
    }

    /** A form is posted, unless somebody says otherwise. */
    private static void form(Bench bench, Wanted wanted) {
        Multipart form = Multipart.of(wanted.text(Flag.FORM));
        bench.header("Content-Type", form.contentType()).body(form.body());
        if (!wanted.has(Flag.METHOD)) {
            bench.method("POST");
        }
    }

    private static void encryption(Bench bench, Wanted wanted) {
        bench.tls(new TlsSettings.Wish(wanted.text(Flag.SERVER_NAME), path(wanted, Flag.CERT), path(wanted, Flag.KEY),
                wanted.all(Flag.CA).stream().map(Path::of).toList(), wanted.has(Flag.VERIFY)));
    }

    private static Path path(Wanted wanted, Flag flag) {
        return wanted.has(flag) ? Path.of(wanted.text(flag)) : null;
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException("--input: cannot read " + file, e);
        }
    }

    private static void load(Bench bench, Wanted wanted) {
        int connections = connections(wanted);
        bench.connections(connections)
                .pipelining(Math.toIntExact(wanted.count(Flag.PIPELINING, 1)))
                .loops(Math.toIntExact(wanted.count(Flag.WORKERS, 1)))
                .bailout(wanted.count(Flag.BAILOUT, Long.MAX_VALUE))
                .requestsPerConnection(wanted.count(Flag.RECONNECT_RATE, Long.MAX_VALUE))
                .timeout(Times.of(wanted, Flag.TIMEOUT, Duration.ofSeconds(10)))
                .drain(Times.of(wanted, Flag.DRAIN, Duration.ofSeconds(2)))
                .sampleInterval(Duration.ofMillis(wanted.count(Flag.SAMPLE, 1000)));
        if (wanted.has(Flag.AMOUNT)) {
            bench.amount(wanted.count(Flag.AMOUNT, 0));
        } else {
            bench.duration(Times.of(wanted, Flag.DURATION, Duration.ofSeconds(10)));
            bench.amount(wanted.count(Flag.MAX_OVERALL_REQUESTS, Long.MAX_VALUE));
        }
        bench.requestsPerClient(wanted.count(Flag.MAX_CONNECTION_REQUESTS, Long.MAX_VALUE));
        if (wanted.has(Flag.EXCLUDE_ERRORS)) {
            bench.leaveOutErrors();
        }
    }

    private static int connections(Wanted wanted) {
        return Math.toIntExact(wanted.count(wanted.has(Flag.USERS) ? Flag.USERS : Flag.CONNECTIONS, 10));
    }

    private static void rate(Bench bench, Wanted wanted) {
        if (wanted.has(Flag.CONNECTION_RATE)) {
            bench.rate((double) wanted.count(Flag.CONNECTION_RATE, 1) * connections(wanted));
        } else if (wanted.has(Flag.OVERALL_RATE)) {
            bench.rate(wanted.count(Flag.OVERALL_RATE, 1));
        }
        for (String stage : wanted.all(Flag.STAGE)) {
            int colon = stage.indexOf(':');
            String rate = colon < 0 ? "" : stage.substring(colon + 1);
            if (!rate.matches("\\d{1,9}")) {
                throw new IllegalArgumentException(
                        "--stage takes TIME:RATE, such as 30s:1000, and not \"" + stage + "\"");
            }
            bench.stage(Times.of(stage.substring(0, colon), Flag.STAGE), Integer.parseInt(rate));
        }
        if (wanted.has(Flag.USERS)) {
            bench.users(connections(wanted), Times.of(wanted, Flag.THINK, Duration.ofSeconds(1)));
        } else if (wanted.has(Flag.THINK)) {
            throw new IllegalArgumentException("--think is for virtual users: say how many with --users");
        }
        if (wanted.has(Flag.IGNORE_OMISSION)) {
            bench.latencyFromSending();
        }
    }
}
