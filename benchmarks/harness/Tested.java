package harness;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server under test that counts its requests itself, so that nobody has to believe who tests it. */
final class Tested implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 5_000;
    private static final Pattern COUNTS = Pattern.compile("(?m)^ (\\d+) (\\d+) (\\d+) $");

    private final Server server;
    /** Those that asked for the count are not the load tester's. */
    private long ownRequests;

    private final int clearPort;
    private final int tlsPort;

    private Tested(Server server, int clearPort, int tlsPort) {
        this.server = server;
        this.clearPort = clearPort;
        this.tlsPort = tlsPort;
    }

    static Tested start(Servers servers, String cpus) throws IOException, InterruptedException {
        int clear = servers.freePort();
        int tls = servers.freePort();
        Path certificate = Files.createDirectories(servers.here().resolve("target/work")).resolve("tested");
        Encrypted.certificate(certificate, "ecdsa", "localhost");
        Map<String, String> words = Map.of("http2", String.valueOf(clear), "https", String.valueOf(tls), "certificate",
                certificate.toString());
        Tested tested = new Tested(servers.proxy("tested", "nginx", cpus, words), clear, tls);
        tested.server.awaitFirstAnswer();
        return tested;
    }

    String url() {
        return server.url();
    }

    /** Where it speaks HTTP/2. */
    String http2Url(boolean encrypted) {
        return encrypted ? "https://127.0.0.1:" + tlsPort + "/" : "http://127.0.0.1:" + clearPort + "/";
    }

    /** How many requests there were, without those that this has asked. */
    long requests() throws IOException {
        try (Exchange exchange = Exchange.open(server.address(), TIMEOUT_MILLIS, "/status")) {
            ownRequests++;
            Matcher counts = COUNTS.matcher(exchange.ask().body());
            if (!counts.find()) {
                throw new BenchmarkException("nginx does not say how many requests it has served: is stub_status there?");
            }
            return Long.parseLong(counts.group(3)) - ownRequests;
        }
    }

    /** Nothing of it runs any more, until it is let go on. */
    void freeze() throws IOException, InterruptedException {
        signal("STOP");
    }

    void thaw() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        for (ProcessHandle process : ProcFs.tree(server.root())) {
            new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
        }
    }

    /**
     * What a load tester has done, and what it cost.
     *
     * @param counted answers, as it says itself
     * @param served requests, as the server says
     * @param wholeMicros CPU time of all of its process
     * @param warmMicros the same without what it took before it was warm; NaN if it was not looked at
     * @param warmServed requests in that time
     */
    record Outcome(String output, long counted, long served, double wholeMicros, double warmMicros, long warmServed) {
        double microsPerRequest() {
            return warmMicros / warmServed;
        }

        double wholeMicrosPerRequest() {
            return wholeMicros / served;
        }
    }

    /** What is done while a load tester runs. */
    interface Meanwhile {
        void run(Process tester) throws IOException, InterruptedException;
    }

    /** Runs a load tester to its end; its warm part is what lies between these two moments of it. */
    Outcome run(List<String> command, String answers, String cpus, int warmSeconds, int seconds, Meanwhile meanwhile)
            throws IOException, InterruptedException {
        File log = File.createTempFile("benchmark", ".log");
        long before = requests();
        double childrenBefore = ProcFs.childrenMicros();
        Process process = Processes.start(command, cpus, Map.of(), log);
        try {
            awaitFirst(process, before);
            Thread.sleep(TimeUnit.SECONDS.toMillis(warmSeconds));
            double warmCpu = ProcFs.cpuMicros(process.pid());
            long warmRequests = requests();
            meanwhile.run(process);
            Thread.sleep(TimeUnit.SECONDS.toMillis(Math.max(1, seconds - warmSeconds - 1)));
            double endCpu = ProcFs.cpuMicros(process.pid());
            long endRequests = requests();
            if (!process.waitFor(seconds + 60L, TimeUnit.SECONDS)) {
                throw new BenchmarkException(command.getFirst() + " does not end: " + command);
            }
            // A process that has been waited for is in its parent's account.
            double whole = ProcFs.childrenMicros() - childrenBefore;
            String output = Files.readString(log.toPath());
            Matcher counted = Pattern.compile(answers).matcher(output);
            if (process.exitValue() != 0 || !counted.find()) {
                throw new BenchmarkException(String.join(" ", command) + " failed:\n" + output);
            }
            return new Outcome(output, Long.parseLong(counted.group(1)), requests() - before, whole, endCpu - warmCpu,
                    endRequests - warmRequests);
        } finally {
            Processes.stop(process);
            Files.delete(log.toPath());
        }
    }

    /** The time runs from its first request: a program may take long to start. */
    private void awaitFirst(Process process, long before) throws IOException, InterruptedException {
        while (requests() == before) {
            if (!process.isAlive()) {
                return; // What it has printed will tell.
            }
            Thread.sleep(5);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
