package harness;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A thousand people with a page open: each asks, reads the answer, thinks for a second, asks again. The app is busy
 * for milliseconds a request, so one worker cannot serve them all: who is served at all, and how late?
 */
final class ThinkingClients {
    private static final int CLIENTS = 1_000;
    private static final long THINK_MILLIS = 1_000;
    private static final long THINK_NANOS = THINK_MILLIS * 1_000_000;
    private static final int SPLIT_CONNECTIONS = 100;
    private static final List<Integer> WORKERS = List.of(1, 2);

    private final Servers servers;
    private final Options options;
    private final Report report;

    ThinkingClients(Servers servers, Options options, Report report) {
        this.servers = servers;
        this.options = options;
        this.report = report;
    }

    private static final class Figures {
        private final Rounds requests = new Rounds();
        private final Rounds meanMillis = new Rounds();
        private final Rounds p95Millis = new Rounds();
        private final Rounds answeredClients = new Rounds();
        private final Rounds failures = new Rounds();
        private String split = "";
    }

    void run(List<String> names) throws IOException, InterruptedException {
        Map<String, Figures> figures = new LinkedHashMap<>();
        for (int round = 1; round <= options.number("rounds", 3); round++) {
            for (int workers : WORKERS) {
                for (String name : names) {
                    String row = name + ", " + workers + (workers == 1 ? " worker" : " workers");
                    Figures figure = figures.computeIfAbsent(row, key -> new Figures());
                    try (Server server = servers.cluster(name, "express.js", workers, Machine.allCpus())) {
                        server.awaitWorkers(workers);
                        figure.split = split(server);
                        measure(server, figure);
                    }
                    Report.progress("thinking round " + round + ": " + row + " " + figure.requests.text(0)
                            + " requests, " + figure.answeredClients.text(0) + " clients answered");
                }
            }
        }
        Table table = new Table("primary", "requests: median (rounds)", "mean ms", "p95 ms",
                "clients ever answered", "failed requests", SPLIT_CONNECTIONS + " new connections split");
        figures.forEach((row, figure) -> table.row(List.of(row, figure.requests.text(0), figure.meanMillis.text(0),
                figure.p95Millis.text(0), figure.answeredClients.text(0), figure.failures.text(0), figure.split)));
        report.section("cluster-thinking", "`benchmarks/run cluster --modes thinking`: Express with 10^6 additions a"
                + " request; " + CLIENTS + " keep-alive clients ask, then think for a second, for " + seconds()
                + " s; times count from the intention to ask, connecting included. " + Machine.facts(servers.here()),
                table, "");
    }

    private int seconds() {
        return options.number("seconds", 30);
    }

    /** How many of the new connections each worker got, largest first. */
    private static String split(Server server) throws IOException {
        Map<String, Integer> byWorker = new HashMap<>();
        for (int i = 0; i < SPLIT_CONNECTIONS; i++) {
            try (Exchange exchange = Exchange.open(server.address(), 10_000)) {
                byWorker.merge(exchange.get().split(" ")[0], 1, Integer::sum);
            }
        }
        return String.join(":", byWorker.values().stream().sorted((a, b) -> b - a).map(String::valueOf).toList());
    }

    private void measure(Server server, Figures figures) throws InterruptedException {
        long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds());
        List<Client> clients = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            Client client = new Client(server, endNanos);
            clients.add(client);
            threads.add(Thread.ofVirtual().start(client));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        Latencies latencies = new Latencies();
        clients.forEach(client -> latencies.addAll(client.latencies));
        figures.requests.add(latencies.count());
        figures.meanMillis.add(latencies.meanMillis());
        figures.p95Millis.add(latencies.percentileMillis(95));
        figures.answeredClients.add(clients.stream().filter(client -> client.latencies.count() > 0).count());
        figures.failures.add(clients.stream().mapToInt(client -> client.failures).sum());
    }

    /** One client; what it counts is read after its thread has ended. A request cut off by the end counts nowhere. */
    private static final class Client implements Runnable {
        private final Server server;
        private final long endNanos;
        private final Latencies latencies = new Latencies();
        private int failures;

        private Client(Server server, long endNanos) {
            this.server = server;
            this.endNanos = endNanos;
        }

        @Override
        public void run() {
            while (millisLeft() > 0) {
                try (Exchange exchange = connectAndAsk()) {
                    while (millisLeft() > THINK_MILLIS) {
                        LockSupport.parkNanos(THINK_NANOS);
                        ask(exchange, System.nanoTime());
                    }
                    return;
                } catch (IOException e) {
                    if (millisLeft() > 0) {
                        failures++; // refused, reset or closed: it connects again, though not at once
                        LockSupport.parkNanos(THINK_NANOS / 10);
                    }
                }
            }
        }

        private Exchange connectAndAsk() throws IOException {
            long intendedNanos = System.nanoTime();
            Exchange exchange = Exchange.open(server.address(), Math.max(1, millisLeft()));
            try {
                ask(exchange, intendedNanos);
                return exchange;
            } catch (IOException e) {
                exchange.close();
                throw e;
            }
        }

        private void ask(Exchange exchange, long intendedNanos) throws IOException {
            exchange.timeout(Math.max(1, millisLeft()));
            exchange.get();
            latencies.add(System.nanoTime() - intendedNanos);
        }

        private int millisLeft() {
            return (int) ((endNanos - System.nanoTime()) / 1_000_000);
        }
    }
}
