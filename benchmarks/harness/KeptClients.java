package harness;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Clients that keep their connections and ask now and then. One whose connection was closed while it rested, as servers
 * may, opens another; that is counted apart from a request that was lost.
 */
final class KeptClients implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 10_000;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong resets = new AtomicLong();
    private final AtomicLong closed = new AtomicLong();
    private volatile boolean over;

    /** What became of requests and connections so far. */
    record Count(long answered, long failed, long resets, long closed) {
        Count since(Count before) {
            return new Count(answered - before.answered, failed - before.failed, resets - before.resets,
                    closed - before.closed);
        }
    }

    Count count() {
        return new Count(answered.get(), failed.get(), resets.get(), closed.get());
    }

    /** Opens connections; each asks once and from then on again and again. */
    void open(int count, InetSocketAddress server, String path, int pauseMillis) throws IOException {
        List<Exchange> opened = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Exchange exchange = Exchange.open(server, TIMEOUT_MILLIS, path);
            exchange.ask();
            opened.add(exchange);
        }
        opened.forEach(exchange -> threads.execute(() -> askAgain(exchange, server, path, pauseMillis)));
    }

    private void askAgain(Exchange first, InetSocketAddress server, String path, int pauseMillis) {
        Exchange exchange = first;
        try {
            while (!over) {
                TimeUnit.MILLISECONDS.sleep(pauseMillis);
                exchange = ask(exchange, server, path);
            }
            exchange.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            if (!over) {
                Report.progress("a client gives up: " + e);
            }
        }
    }

    /** @return the connection to go on with */
    private Exchange ask(Exchange kept, InetSocketAddress server, String path) throws IOException {
        Exchange exchange = kept;
        try {
            if (exchange.closedByServer()) {
                closed.incrementAndGet();
                exchange.close();
                exchange = Exchange.open(server, TIMEOUT_MILLIS, path);
            }
            boolean last = exchange.ask().head().toLowerCase().contains("connection: close");
            answered.incrementAndGet();
            if (!last) {
                return exchange;
            }
            closed.incrementAndGet();
        } catch (IOException e) {
            if (over) {
                return exchange;
            }
            (isReset(e) ? resets : failed).incrementAndGet();
        }
        exchange.close();
        return Exchange.open(server, TIMEOUT_MILLIS, path);
    }

    private static boolean isReset(IOException e) {
        return e instanceof SocketException && String.valueOf(e.getMessage()).contains("reset");
    }

    /** What ends from now on is of no interest. */
    void end() {
        over = true;
    }

    @Override
    public void close() {
        over = true;
        threads.shutdownNow();
    }
}
