package harness;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Loads that count what is lost. A client opens a new connection where the server has said that it closes the old one,
 * and never asks twice: what fails is lost.
 */
enum LossLoad {
    /** A thousand requests a second whatever becomes of them, over 50 kept connections. */
    OPEN_KEPT,
    /** A thousand requests a second, each on a connection of its own. */
    OPEN_NEW,
    /** 50 connections that ask again as soon as they are answered. */
    CLOSED_KEPT;

    private static final int CONNECTIONS = 50;
    private static final int RATE = 1_000;
    private static final int TIMEOUT_MILLIS = 5_000;

    /** Runs to its end, on threads of its own while the caller waits. */
    LoadOutcome run(InetSocketAddress server, int seconds) throws InterruptedException {
        LoadOutcome outcome = new LoadOutcome();
        BlockingQueue<Visitor> idle = new LinkedBlockingQueue<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
            if (this == CLOSED_KEPT) {
                for (int i = 0; i < CONNECTIONS; i++) {
                    threads.execute(() -> askUntil(end, new Visitor(server, false), outcome));
                }
            } else {
                askAtRate(server, seconds, threads, idle, outcome);
            }
        }
        idle.forEach(Visitor::close);
        return outcome;
    }

    private void askAtRate(InetSocketAddress server, int seconds, ExecutorService threads, BlockingQueue<Visitor> idle,
            LoadOutcome outcome) {
        for (int i = 0; i < CONNECTIONS; i++) {
            idle.add(new Visitor(server, true));
        }
        long began = System.nanoTime();
        for (long i = 0; i < (long) RATE * seconds; i++) {
            long due = began + i * (TimeUnit.SECONDS.toNanos(1) / RATE);
            LockSupport.parkNanos(due - System.nanoTime());
            threads.execute(() -> {
                Visitor free = this == OPEN_NEW ? null : idle.poll();
                // Those that wait for an answer do not hold up the rate: another connection is opened.
                Visitor visitor = free == null ? new Visitor(server, true) : free;
                visitor.ask(outcome);
                if (this == OPEN_NEW || free == null) {
                    visitor.close();
                } else {
                    idle.add(visitor);
                }
            });
        }
    }

    private static void askUntil(long end, Visitor visitor, LoadOutcome outcome) {
        while (System.nanoTime() < end) {
            visitor.ask(outcome);
        }
        visitor.close();
    }

    /** A client with one connection at most; for one thread at a time. */
    private static final class Visitor {
        private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

        private final InetSocketAddress server;

        /** Whether the connection rests between requests: then the server may have closed it, and a client notices. */
        private final boolean rests;

        private Exchange exchange;

        Visitor(InetSocketAddress server, boolean rests) {
            this.server = server;
            this.rests = rests;
        }

        void ask(LoadOutcome outcome) {
            try {
                if (exchange == null || rests && exchange.closedByServer()) {
                    close();
                    exchange = Exchange.open(server, TIMEOUT_MILLIS);
                }
                boolean closes = exchange.ask().head().toLowerCase().contains("connection: close");
                outcome.answered.incrementAndGet();
                if (closes) {
                    close();
                }
            } catch (IOException e) {
                outcome.failed(e);
                close();
                LockSupport.parkNanos(PAUSE_NANOS); // a closed loop against a closed port would count only itself
            }
        }

        void close() {
            try {
                if (exchange != null) {
                    exchange.close();
                }
            } catch (IOException e) {
                Report.progress("close: " + e.getMessage());
            }
            exchange = null;
        }
    }
}
