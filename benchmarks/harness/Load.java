package harness;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The closed and fixed-rate loads of the hello measures, by the tools that everybody knows. */
enum Load {
    KEEP_ALIVE("keep-alive", "wrk, 64 connections, one request at a time on each"),
    PIPELINED("pipelined", "wrk, 64 connections, 16 requests in one send"),
    CLOSE("close", "wrk, 64 at a time, each connection for one request (`Connection: close`)"),
    FIXED_RATE("fixed-rate", "h2load, 64 connections, a fixed number of requests a second");

    static final int CONNECTIONS = 64;
    private static final int CONNECTIONS_OF_STREAMS = 8;
    private static final int STREAMS_EACH = 32;

    /** What {@link #streams} does. */
    static final String STREAMS = "h2load, " + CONNECTIONS_OF_STREAMS + " connections, " + STREAMS_EACH + " streams on each";

    private static final int GRACE_SECONDS = 30;

    final String mode;
    final String description;

    Load(String mode, String description) {
        this.mode = mode;
        this.description = description;
    }

    /** What a load counted; {@code errors} are failed connections, reads, writes, time-outs and answers but 2xx. */
    record Result(double requests, double seconds, double errors) {
    }

    Result run(String url, String cpus, int seconds, int rate, Path here) throws IOException, InterruptedException {
        if (this == FIXED_RATE) {
            return h2load(url, cpus, seconds, rate);
        }
        List<String> line = new ArrayList<>(List.of("wrk", "-t1", "-c" + CONNECTIONS, "-d" + seconds + "s"));
        if (this == PIPELINED) {
            line.addAll(List.of("-s", here.resolve("wrk/pipeline.lua").toString()));
        } else if (this == CLOSE) {
            line.addAll(List.of("-H", "Connection: close"));
        }
        line.add(url);
        return wrk(Command.run(cpus, seconds + GRACE_SECONDS, line));
    }

    /** Requests over HTTP/2. */
    static Result streams(String url, String cpus, int seconds) throws IOException, InterruptedException {
        Command h2load = Command.run(cpus, seconds + GRACE_SECONDS, List.of("h2load", "-t1", "-c" + CONNECTIONS_OF_STREAMS,
                "-m" + STREAMS_EACH, "-D" + seconds, url));
        if (!h2load.output().contains("Application protocol: h2\n")) {
            throw new BenchmarkException("h2load has not spoken HTTP/2: " + h2load.output());
        }
        return h2load(h2load, seconds);
    }

    /** Handshakes by a client of our own, for one request each: {@code full}, {@code resumed} or {@code mixed}. */
    static Result handshakes(int port, String path, String which, int threads, String cpus, int seconds, long most, Path here)
            throws IOException, InterruptedException {
        Command tlsload = Command.run(cpus, seconds + GRACE_SECONDS, List.of(here.resolve("target/tlsload").toString(),
                String.valueOf(port), path, which, String.valueOf(threads), String.valueOf(seconds), String.valueOf(most)));
        return new Result(tlsload.requiredNumber("(\\d+) handshakes"), tlsload.requiredNumber("in ([\\d.]+) s"),
                tlsload.requiredNumber("(\\d+) failed"));
    }

    static Result wrk(Command wrk) {
        double seconds = wrk.requiredNumber("requests in ([\\d.]+)s");
        double errors = wrk.number("Socket errors: connect (\\d+)") + wrk.number("connect \\d+, read (\\d+)")
                + wrk.number("read \\d+, write (\\d+)") + wrk.number("write \\d+, timeout (\\d+)")
                + wrk.number("Non-2xx or 3xx responses: (\\d+)");
        return new Result(wrk.requiredNumber("(\\d+) requests in"), seconds, errors);
    }

    private static Result h2load(String url, String cpus, int seconds, int rate)
            throws IOException, InterruptedException {
        Command h2load = Command.run(cpus, seconds + GRACE_SECONDS, List.of("h2load", "--h1", "-t1",
                "-c" + CONNECTIONS, "-D" + seconds, "--rps=" + (double) rate / CONNECTIONS, url));
        return h2load(h2load, seconds);
    }

    static Result h2load(Command h2load, double seconds) {
        double ok = h2load.requiredNumber("status codes: (\\d+) 2xx");
        double errors = h2load.requiredNumber("(\\d+) failed") + h2load.number("(\\d+) errored")
                + h2load.number("(\\d+) timeout") + h2load.requiredNumber("(\\d+) 4xx")
                + h2load.requiredNumber("(\\d+) 5xx");
        return new Result(ok, seconds, errors);
    }
}
