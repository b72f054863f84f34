package harness;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A server that runs, and its process tree. */
record Server(String name, InetSocketAddress address, Process process, long startedNanos, Path log)
        implements AutoCloseable {
    private static final long START_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long RETRY_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

    String url() {
        return "http://127.0.0.1:" + address.getPort() + "/";
    }

    ProcessHandle root() {
        return process.toHandle();
    }

    /** Tries again and again until a request is answered. @return nanoseconds from the process's start */
    long awaitFirstAnswer() throws IOException {
        while (true) {
            try (Exchange exchange = Exchange.open(address, 5_000)) {
                exchange.get();
                return System.nanoTime() - startedNanos;
            } catch (IOException e) {
                if (!process.isAlive() || System.nanoTime() - startedNanos > START_LIMIT_NANOS) {
                    throw new BenchmarkException(name + " does not answer (" + e.getMessage() + "); it printed:\n"
                            + Files.readString(log));
                }
                LockSupport.parkNanos(RETRY_NANOS); // not listening yet
            }
        }
    }

    /** Waits until {@code count} different workers have answered, each on a connection of its own. */
    void awaitWorkers(int count) throws IOException {
        awaitFirstAnswer();
        Set<String> pids = new HashSet<>();
        while (pids.size() < count) {
            try (Exchange exchange = Exchange.open(address, 5_000)) {
                pids.add(exchange.get().split(" ")[0]);
            }
            if (System.nanoTime() - startedNanos > START_LIMIT_NANOS) {
                throw new BenchmarkException("only workers " + pids + " of " + name + " answer; it printed:\n"
                        + Files.readString(log));
            }
        }
    }

    /** The workers of a cluster: those to whom the primary gave an id, whatever stands between. */
    List<ProcessHandle> workers() {
        return root().descendants().filter(process -> ProcFs.hasEnvironment(process, "NODE_UNIQUE_ID")).toList();
    }

    /** The process that hands out connections: the workers' parent, a launcher before it left aside. */
    ProcessHandle primary() {
        return workers().stream().findFirst().flatMap(ProcessHandle::parent).orElse(root());
    }

    @Override
    public void close() {
        Processes.stop(process);
    }
}
