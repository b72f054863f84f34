package harness;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** kill -9 of one of two workers under load: when does another serve, and who else noticed? */
final class OneKill {
    private static final int WORKERS = 2;
    private static final int CONNECTIONS = 64;
    private static final int TIMEOUT_MILLIS = 5_000;
    private static final long BETWEEN_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long PROBE_EVERY_MILLIS = 5;
    private static final long LIMIT_MILLIS = 30_000;

    private final Servers servers;
    private final Options options;
    private final Report report;

    OneKill(Servers servers, Options options, Report report) {
        this.servers = servers;
        this.options = options;
        this.report = report;
    }

    private static final class Figures {
        private final Rounds replacedMillis = new Rounds();
        private final Rounds broken = new Rounds();
        private final Rounds others = new Rounds();
        private final Rounds othersDisturbed = new Rounds();
        private final Rounds othersSlowestMillis = new Rounds();
    }

    void run(List<String> names) throws IOException, InterruptedException {
        Map<String, Figures> figures = new LinkedHashMap<>();
        for (int round = 1; round <= options.number("rounds", 5); round++) {
            for (String name : names) {
                Figures figure = figures.computeIfAbsent(name, key -> new Figures());
                try (Server server = servers.cluster(name, "hello.js", WORKERS, Machine.allCpus())) {
                    server.awaitWorkers(WORKERS);
                    measure(server, figure);
                }
                Report.progress("kill round " + round + ": " + name + " replaced after "
                        + figure.replacedMillis.text(0) + " ms");
            }
        }
        Table table = new Table("primary", "killed until a new worker answers, ms: median (rounds)",
                "connections on the killed worker", "on the other", "of these disturbed",
                "slowest answer on the other, ms");
        figures.forEach((name, figure) -> table.row(List.of(name, figure.replacedMillis.text(0),
                figure.broken.text(0), figure.others.text(0), figure.othersDisturbed.text(0),
                figure.othersSlowestMillis.text(1))));
        report.section("cluster-kill", "`benchmarks/run cluster --modes kill`: " + WORKERS + " Node workers, "
                + CONNECTIONS + " keep-alive connections that ask every millisecond, one worker killed with SIGKILL. "
                + Machine.facts(servers.here()), table, "");
    }

    private void measure(Server server, Figures figures) throws IOException, InterruptedException {
        List<ProcessHandle> before = server.workers();
        AtomicBoolean stop = new AtomicBoolean();
        List<Visitor> visitors = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            Visitor visitor = new Visitor(Exchange.open(server.address(), TIMEOUT_MILLIS), stop);
            visitors.add(visitor);
            threads.add(Thread.ofVirtual().start(visitor));
        }
        TimeUnit.SECONDS.sleep(options.number("seconds", 2)); // under way
        ProcessHandle victim = before.getFirst();
        long killedNanos = System.nanoTime();
        victim.destroyForcibly(); // SIGKILL
        figures.replacedMillis.add((awaitNewWorker(server, before) - killedNanos) / 1e6);
        TimeUnit.SECONDS.sleep(1); // the newcomer takes part while the others go on
        stop.set(true);
        for (Thread thread : threads) {
            thread.join();
        }
        String victimPid = String.valueOf(victim.pid());
        List<Visitor> others = visitors.stream().filter(visitor -> !victimPid.equals(visitor.worker)).toList();
        long disturbed = others.stream().filter(visitor -> visitor.failed).count();
        figures.broken.add(CONNECTIONS - others.size());
        figures.others.add(others.size());
        figures.othersDisturbed.add(disturbed);
        figures.othersSlowestMillis.add(others.stream().mapToLong(each -> each.slowestNanos).max().orElse(0) / 1e6);
        if (disturbed > 0) {
            report.fault(server.name() + ": " + disturbed + " connections of the worker that lived were disturbed");
        }
    }

    /**
     * Opens a connection every few milliseconds, whatever became of those before (one handed to the dying worker may
     * hang), until a worker that was not there before answers one of them.
     */
    private static long awaitNewWorker(Server server, List<ProcessHandle> before) throws InterruptedException {
        List<String> known = before.stream().map(worker -> String.valueOf(worker.pid())).toList();
        CompletableFuture<Long> answered = new CompletableFuture<>();
        for (long probes = 0; probes < LIMIT_MILLIS / PROBE_EVERY_MILLIS; probes++) {
            Thread.ofVirtual().start(() -> {
                try (Exchange probe = Exchange.open(server.address(), TIMEOUT_MILLIS)) {
                    if (!known.contains(probe.get())) {
                        answered.complete(System.nanoTime());
                    }
                } catch (IOException e) {
                    Report.progress("a connection just after the kill: " + e.getMessage());
                }
            });
            try {
                return answered.get(PROBE_EVERY_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                continue; // not yet: the next probe
            } catch (ExecutionException e) {
                throw new IllegalStateException(e); // nobody completes it so
            }
        }
        throw new BenchmarkException(server.name() + " did not replace a killed worker within 30 s");
    }

    /** A connection in steady use; its fields are read after its thread has ended. */
    private static final class Visitor implements Runnable {
        private final Exchange exchange;
        private final AtomicBoolean stop;
        private String worker = "";
        private long slowestNanos;
        private boolean failed;

        private Visitor(Exchange exchange, AtomicBoolean stop) {
            this.exchange = exchange;
            this.stop = stop;
        }

        @Override
        public void run() {
            try (exchange) {
                while (!stop.get()) {
                    long asked = System.nanoTime();
                    worker = exchange.get();
                    slowestNanos = Math.max(slowestNanos, System.nanoTime() - asked);
                    LockSupport.parkNanos(BETWEEN_NANOS);
                }
            } catch (IOException e) {
                failed = true; // expected on the killed worker, a fault on any other
            }
        }
    }
}
