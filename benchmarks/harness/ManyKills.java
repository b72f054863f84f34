package harness;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Twenty kills in twenty seconds under an open load: every request comes at its time, on a new connection, whether
 * or not the ones before were answered, and has a deadline.
 */
final class ManyKills {
    private static final int WORKERS = 2;
    private static final int SECONDS = 20;
    private static final int PER_SECOND = 200;
    private static final int DEADLINE_MILLIS = 5_000;

    /** How the twenty fall. */
    private enum Pattern {
        ONE_A_SECOND("the older of two, every second", 1, 1_000),
        BOTH_AT_ONCE("both at once, every two seconds", 2, 2_000);

        private final String text;
        private final int atOnce;
        private final int everyMillis;

        Pattern(String text, int atOnce, int everyMillis) {
            this.text = text;
            this.atOnce = atOnce;
            this.everyMillis = everyMillis;
        }
    }

    private final Servers servers;
    private final Options options;
    private final Report report;

    ManyKills(Servers servers, Options options, Report report) {
        this.servers = servers;
        this.options = options;
        this.report = report;
    }

    private static final class Figures {
        private final Rounds kills = new Rounds();
        private final Rounds requests = new Rounds();
        private final Rounds refused = new Rounds();
        private final Rounds broken = new Rounds();
        private final Rounds late = new Rounds();
        private final Rounds p50Millis = new Rounds();
        private final Rounds p99Millis = new Rounds();
        private final Rounds slowestMillis = new Rounds();
    }

    void run(List<String> names) throws IOException, InterruptedException {
        Map<String, Figures> figures = new LinkedHashMap<>();
        for (int round = 1; round <= options.number("rounds", 3); round++) {
            for (Pattern pattern : Pattern.values()) {
                for (String name : names) {
                    Figures figure = figures.computeIfAbsent(name + ": " + pattern.text, key -> new Figures());
                    try (Server server = servers.cluster(name, "hello.js", WORKERS, Machine.allCpus())) {
                        server.awaitWorkers(WORKERS);
                        measure(server, pattern, figure);
                    }
                    Report.progress("kills round " + round + ": " + name + ", " + pattern.text + ": refused "
                            + figure.refused.text(0) + ", broken " + figure.broken.text(0) + ", late "
                            + figure.late.text(0));
                }
            }
        }
        Table table = new Table("primary: kills", "kills", "requests: median (rounds)", "refused", "broken off",
                "late (" + DEADLINE_MILLIS / 1000 + " s)", "p50 ms", "p99 ms", "slowest ms");
        figures.forEach((row, figure) -> table.row(List.of(row, figure.kills.text(0), figure.requests.text(0),
                figure.refused.text(0), figure.broken.text(0), figure.late.text(0), figure.p50Millis.text(1),
                figure.p99Millis.text(1), figure.slowestMillis.text(0))));
        report.section("cluster-kills", "`benchmarks/run cluster --modes kills`: " + WORKERS + " Node workers, "
                + PER_SECOND + " requests a second for " + SECONDS + " s, each on a new connection; refused: no"
                + " connection; broken off: connected, then reset or closed without an answer. "
                + Machine.facts(servers.here()), table, "");
    }

    private static void measure(Server server, Pattern pattern, Figures figures) throws InterruptedException {
        List<Visitor> visitors = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        long startNanos = System.nanoTime();
        Killer killer = new Killer(server, pattern, startNanos);
        Thread killing = Thread.ofPlatform().name("killer").start(killer);
        for (int i = 0; i < SECONDS * PER_SECOND; i++) {
            long dueNanos = startNanos + i * (1_000_000_000L / PER_SECOND);
            while (System.nanoTime() < dueNanos) {
                LockSupport.parkNanos(dueNanos - System.nanoTime());
            }
            Visitor visitor = new Visitor(server, dueNanos);
            visitors.add(visitor);
            threads.add(Thread.ofVirtual().start(visitor));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        killing.join();
        Latencies latencies = new Latencies();
        visitors.stream().filter(visitor -> visitor.end == End.ANSWERED)
                .forEach(visitor -> latencies.add(visitor.latencyNanos));
        figures.kills.add(killer.kills);
        figures.requests.add(visitors.size());
        figures.refused.add(count(visitors, End.REFUSED));
        figures.broken.add(count(visitors, End.BROKEN));
        figures.late.add(count(visitors, End.LATE));
        figures.p50Millis.add(latencies.percentileMillis(50));
        figures.p99Millis.add(latencies.percentileMillis(99));
        figures.slowestMillis.add(latencies.percentileMillis(100));
    }

    private static long count(List<Visitor> visitors, End end) {
        return visitors.stream().filter(visitor -> visitor.end == end).count();
    }

    /** Kills the oldest workers that live, each time; fewer where a worker has not been replaced in time. */
    private static final class Killer implements Runnable {
        private final Server server;
        private final Pattern pattern;
        private final long startNanos;
        private int kills;

        private Killer(Server server, Pattern pattern, long startNanos) {
            this.server = server;
            this.pattern = pattern;
            this.startNanos = startNanos;
        }

        @Override
        public void run() {
            int times = SECONDS * 1000 / pattern.everyMillis;
            for (int i = 0; i < times; i++) {
                long dueNanos = startNanos + TimeUnit.MILLISECONDS.toNanos(
                        pattern.everyMillis / 2 + (long) i * pattern.everyMillis);
                while (System.nanoTime() < dueNanos) {
                    LockSupport.parkNanos(dueNanos - System.nanoTime());
                }
                List<ProcessHandle> workers = server.workers().stream()
                        .sorted(Comparator.comparing(worker -> worker.info().startInstant().orElseThrow()))
                        .limit(pattern.atOnce).toList();
                workers.forEach(ProcessHandle::destroyForcibly); // SIGKILL
                kills += workers.size();
            }
        }
    }

    private enum End { ANSWERED, REFUSED, BROKEN, LATE }

    /** One request; its fields are read after its thread has ended. Latency counts from when it was due. */
    private static final class Visitor implements Runnable {
        private final Server server;
        private final long dueNanos;
        private End end;
        private long latencyNanos;

        private Visitor(Server server, long dueNanos) {
            this.server = server;
            this.dueNanos = dueNanos;
        }

        @Override
        public void run() {
            end = ask();
            latencyNanos = System.nanoTime() - dueNanos;
        }

        private End ask() {
            try (Exchange exchange = Exchange.open(server.address(), DEADLINE_MILLIS)) {
                exchange.get();
                return End.ANSWERED;
            } catch (ConnectException e) {
                return End.REFUSED;
            } catch (SocketTimeoutException e) {
                return End.LATE;
            } catch (IOException e) {
                return End.BROKEN;
            }
        }
    }
}
