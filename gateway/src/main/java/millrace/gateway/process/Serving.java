package millrace.gateway.process;

import java.io.IOException;
import java.net.SocketAddress;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Configuration;
import millrace.gateway.exchange.GatewayLoop;
import millrace.gateway.log.Level;
import millrace.gateway.log.LogFiles;
import millrace.gateway.server.Gateway;
import millrace.os.Affinity;
import millrace.os.Descriptor;
import millrace.os.OsException;
import millrace.os.Signal;
import millrace.os.Signals;

/** The gateway as its process sees it: which configuration it serves, and what is still to end. For the main thread. */
final class Serving {
    private static final int PID = (int) ProcessHandle.current().pid();

    private final Messages messages;
    private final Map<SocketAddress, Integer> held = new HashMap<>();
    private Gateway gateway;
    private CompletableFuture<Void> leaving;
    private long patienceEndsNanos;
    private boolean patient;
    private int number = 1;

    private Serving(Messages messages) {
        this.messages = messages;
    }

    /** Serves a configuration once every socket listens. */
    static Serving start(Configuration configuration, Map<SocketAddress, Integer> inherited, Messages messages)
            throws ConfigException, IOException {
        Serving serving = new Serving(messages);
        serving.open(configuration, inherited);
        return serving;
    }

    private void open(Configuration configuration, Map<SocketAddress, Integer> inherited)
            throws ConfigException, IOException {
        ProcessSettings settings = ProcessSettings.of(configuration);
        gateway = Gateway.open(configuration, settings.poller, settings.loops, inherited);
        leaving = null;
        UnixSockets.openToAll(gateway.listening().keySet());
        pin(gateway.loops());
    }

    /** A loop to a processor, if there are as many; else the scheduler knows better. */
    private void pin(List<GatewayLoop> loops) throws OsException {
        BitSet usable = Affinity.get(0);
        if (loops.size() != usable.cardinality()) {
            return;
        }
        int processor = usable.nextSetBit(0);
        for (GatewayLoop loop : loops) {
            BitSet one = new BitSet();
            one.set(processor);
            processor = usable.nextSetBit(processor + 1);
            loop.events().execute(() -> pinHere(one));
        }
    }

    private void pinHere(BitSet processor) {
        try {
            Affinity.set(0, processor);
        } catch (OsException e) {
            messages.log(Level.WARN, Words.of(e));
        }
    }

    /** Which configuration since the start it is: the worker process of the messages. */
    int number() {
        return number;
    }

    /** The listening sockets, for a new binary. */
    Map<SocketAddress, Integer> listening() {
        return held.isEmpty() ? gateway.listening() : Map.copyOf(held);
    }

    /** Serves another configuration; requests under way end with the one that they have. */
    void reload(Configuration next) throws ConfigException, IOException {
        if (ProcessSettings.of(next).loops != gateway.loops().size()) {
            messages.log(Level.WARN, "another number of \"worker_processes\" takes a start or SIGUSR2, and is ignored");
        }
        if (held.isEmpty()) {
            Configuration before = gateway.configuration();
            long patience = ProcessSettings.of(before).shutdownTimeoutMillis();
            int old = number;
            gateway.reload(next, patience).whenComplete((nothing, failure) -> {
                messages.log(Level.NOTICE, "worker process " + old + " exited with code 0");
                LogFiles.of(before).close();
            });
            UnixSockets.openToAll(gateway.listening().keySet());
        } else {
            open(next, held);
            held.clear();
        }
        number++;
    }

    /** Serves no more, and keeps the sockets, in case that a new binary fails. */
    void rest() {
        if (!held.isEmpty()) {
            return;
        }
        gateway.listening().forEach((address, fd) -> held.put(address, Descriptor.duplicate(fd)));
        quit();
    }

    /** Accepts nothing more; {@link #hasEnded} tells when the last request has been answered. */
    void quit() {
        long millis = ProcessSettings.of(gateway.configuration()).shutdownTimeoutMillis();
        patient = millis > 0;
        patienceEndsNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        if (leaving == null) {
            leaving = gateway.quit().toCompletableFuture();
            // The main thread waits for signals.
            leaving.whenComplete((nothing, failure) -> Signals.send(PID, Signal.SIGCHLD));
        }
    }

    boolean hasEnded() {
        return leaving != null && leaving.isDone();
    }

    /** How long the main thread may wait for a signal; negative for ever. */
    long patienceNanos() {
        return patient ? Math.max(0, patienceEndsNanos - System.nanoTime()) : -1;
    }

    /** {@code worker_shutdown_timeout} is over. */
    void outOfPatience() {
        patient = false;
        gateway.abort();
    }

    /** Ends everything; the calling thread waits until all is closed, or not longer than it must. */
    void stop(long patienceNanos) {
        gateway.close();
        CompletableFuture<?>[] all = gateway.loops().stream()
                .map(loop -> loop.events().ended().toCompletableFuture())
                .toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(all).get(patienceNanos, TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException e) {
            messages.log(Level.ALERT, "a loop did not end: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
