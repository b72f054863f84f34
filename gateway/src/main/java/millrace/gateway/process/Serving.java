package millrace.gateway.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Configuration;
import millrace.gateway.exchange.GatewayLoop;
import millrace.gateway.log.Level;
import millrace.gateway.log.LogFiles;
import millrace.gateway.port.Door;
import millrace.gateway.server.Gateway;
import millrace.loop.ListeningSocket;
import millrace.os.Affinity;
import millrace.os.Descriptor;
import millrace.os.OsException;
import millrace.os.Signal;
import millrace.os.Signals;

/** The gateway as its process sees it: which configuration it serves, and what is still to end. For the main thread. */
final class Serving {
    private static final int PID = (int) ProcessHandle.current().pid();

    private final Messages messages;

    /** Copies of the listening sockets while nothing is served. */
    private final Map<Door, Integer> held = new HashMap<>();

    /** Gateways that were put to rest and have something to end yet. */
    private final Set<Gateway> former = ConcurrentHashMap.newKeySet();

    /** Configurations before this one by which something is served yet. */
    private final Set<Configuration> old = ConcurrentHashMap.newKeySet();

    private Gateway gateway;
    private Set<Door> addresses = Set.of();
    private CompletableFuture<Void> leaving;
    private long patienceEndsNanos;
    private boolean patient;
    private int number = 1;

    private Serving(Messages messages) {
        this.messages = messages;
    }

    /**
     * Serves a configuration once every socket listens.
     *
     * @param inherited listening sockets, which belong to this from now on
     */
    static Serving start(Configuration configuration, Map<Door, Integer> inherited, Messages messages)
            throws ConfigException, IOException {
        Serving serving = new Serving(messages);
        serving.open(configuration, inherited);
        return serving;
    }

    private void open(Configuration configuration, Map<Door, Integer> inherited)
            throws ConfigException, IOException {
        ProcessSettings settings = ProcessSettings.of(configuration);
        gateway = Gateway.open(configuration, settings.poller, settings.loops, inherited);
        leaving = null;
        listens();
        pin(gateway.loops());
    }

    /** Sockets that are files come and go with their addresses. */
    private void listens() {
        Set<Door> before = addresses;
        addresses = Set.copyOf(gateway.listening().keySet());
        Set<Door> left = new HashSet<>(before);
        left.removeAll(addresses);
        Set<Door> fresh = new HashSet<>(addresses);
        fresh.removeAll(before);
        try {
            UnixSockets.openToAll(fresh);
            UnixSockets.remove(left);
        } catch (IOException e) {
            messages.log(Level.ALERT, Words.of(e));
        }
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
    Map<Door, Integer> listening() {
        return held.isEmpty() ? gateway.listening() : Map.copyOf(held);
    }

    /** What is listened on, now or before all was left. */
    Set<Door> addresses() {
        return addresses;
    }

    /** Serves another configuration; requests under way end with the one that they have. If this fails, nothing has changed. */
    void reload(Configuration next) throws ConfigException, IOException {
        if (ProcessSettings.of(next).loops != gateway.loops().size()) {
            messages.log(Level.WARN, "another number of \"worker_processes\" takes a start or SIGUSR2, and is ignored");
        }
        if (held.isEmpty()) {
            Configuration before = gateway.configuration();
            long patience = ProcessSettings.of(before).shutdownTimeoutMillis();
            endsWith(before, gateway.reload(next, patience));
            listens();
        } else {
            Configuration before = gateway.configuration();
            CompletableFuture<Void> rest = leaving;
            open(next, copies(held));
            held.values().forEach(Descriptor::close);
            held.clear();
            endsWith(before, rest);
        }
        number++;
    }

    /** What a configuration has open is closed when nothing is served by it any more. */
    private void endsWith(Configuration before, CompletionStage<Void> drained) {
        int past = number;
        old.add(before);
        drained.whenComplete((nothing, failure) -> {
            messages.log(Level.NOTICE, "worker process " + past + " exited with code 0");
            LogFiles.of(before).close();
            old.remove(before);
        });
    }

    /** Those by which something is served or may be: their log files are in use. */
    List<Configuration> configurations() {
        List<Configuration> all = new ArrayList<>(old);
        all.add(gateway.configuration());
        return all;
    }

    /** Serves no more, and keeps the sockets, in case that a new binary fails. */
    void rest() throws OsException {
        if (leaving != null) {
            return;
        }
        held.putAll(copies(gateway.listening()));
        Gateway resting = gateway;
        former.add(resting);
        quit();
        leaving.whenComplete((nothing, failure) -> {
            resting.close();
            former.remove(resting);
            Signals.send(PID, Signal.SIGCHLD);
        });
    }

    /** A second descriptor for each, or for none. */
    private static Map<Door, Integer> copies(Map<Door, Integer> sockets) throws OsException {
        Map<Door, Integer> copies = new HashMap<>();
        try {
            for (Map.Entry<Door, Integer> each : sockets.entrySet()) {
                int copy = Descriptor.duplicate(each.getValue());
                copies.put(each.getKey(), OsException.check(copy, "keep " + ListeningSocket.text(each.getKey().address())));
            }
            return copies;
        } catch (OsException e) {
            copies.values().forEach(Descriptor::close);
            throw e;
        }
    }

    /** Accepts nothing more; {@link #hasEnded} tells when the last request has been answered. */
    void quit() {
        if (leaving != null) {
            return;
        }
        long millis = ProcessSettings.of(gateway.configuration()).shutdownTimeoutMillis();
        patient = millis > 0;
        patienceEndsNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        leaving = gateway.quit().toCompletableFuture();
        // The main thread waits for signals.
        leaving.whenComplete((nothing, failure) -> Signals.send(PID, Signal.SIGCHLD));
    }

    boolean hasEnded() {
        return leaving != null && leaving.isDone() && former.isEmpty();
    }

    /** How long the main thread may wait for a signal; negative for ever. */
    long patienceNanos() {
        return patient ? Math.max(0, patienceEndsNanos - System.nanoTime()) : -1;
    }

    /** {@code worker_shutdown_timeout} is over. */
    void outOfPatience() {
        patient = false;
        former.forEach(Gateway::abort);
        if (leaving != null) {
            gateway.abort();
        }
    }

    /** Ends everything; the calling thread waits until all is closed, or not longer than it must. */
    void stop(long patienceNanos) {
        Set<Gateway> gateways = new HashSet<>(former);
        gateways.add(gateway);
        gateways.forEach(Gateway::close);
        CompletableFuture<?>[] all = gateways.stream()
                .flatMap(each -> each.loops().stream())
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
