package millrace.cluster;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import millrace.loop.EventLoop;
import millrace.os.DescriptorPassing;
import millrace.os.ExitStatus;
import millrace.os.OsException;

/** The instances and processes of one app, and what they have in common: the inside of a {@link Primary}. */
final class Fleet {
    /** More than any line with a descriptor has; the rest of a longer one would follow without it. */
    private static final int LONGEST_WITH_DESCRIPTOR = 4 * 1024;

    private final EventLoop loop;
    private final PrimaryEvents events;
    private final Gates gates;
    private final Ports ports;
    private final Lines lines;
    private final DescriptorPassing passing = new DescriptorPassing(LONGEST_WITH_DESCRIPTOR);
    private final Map<Integer, Instance> instances = new TreeMap<>();

    /** Whatever runs, by the worker's number. */
    private final Map<Integer, Child> children = new LinkedHashMap<>();

    /** Where they listen of whom a gateway knows it. */
    private final Map<RunningWorker, Set<InetSocketAddress>> serving = new HashMap<>();

    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private final FromWorkers fromWorkers = new FromWorkers(this);
    private final FromChildren fromChildren = new FromChildren();
    private final HandedSockets handed;
    private AppSpec spec;
    private int lastId;
    private boolean stopping;
    private boolean ended;

    Fleet(EventLoop loop, AppSpec spec, PrimaryEvents events) {
        this.loop = loop;
        this.spec = spec;
        this.events = new GuardedEvents(events);
        this.gates = new Gates(loop);
        this.ports = new Ports(loop, gates, () -> this.spec.scheduling());
        this.handed = new HandedSockets(loop, gates);
        this.lines = new Lines(loop, this.events);
    }

    EventLoop loop() {
        return loop;
    }

    AppSpec spec() {
        return spec;
    }

    PrimaryEvents events() {
        return events;
    }

    Ports ports() {
        return ports;
    }

    boolean isStopping() {
        return stopping;
    }

    /** Ends everything, for good. */
    void stop() {
        if (!stopping) {
            stopping = true;
            ports.closeAll();
            handed.closeAll();
            instances.values().forEach(Instance::stop);
            atRest();
        }
    }

    /** After {@link #stop}: whoever waits does so no longer. */
    void hurry() {
        children.values().forEach(Child::hurry);
        gates.hurry();
    }

    /** Completes on the loop when, after {@link #stop}, no process is left, and no gate. */
    CompletionStage<Void> stopped() {
        return stopped;
    }

    /** Something is about to run again. */
    void goesOn() {
        ended = false;
    }

    void spec(AppSpec next) {
        spec = next;
        instances.values().forEach(instance -> instance.spec(next));
    }

    /** The lowest number that no instance has. */
    int freeNumber() {
        int number = 0;
        while (instances.containsKey(number)) {
            number++;
        }
        return number;
    }

    void add(int number) {
        if (number < 0 || instances.containsKey(number)) {
            throw new IllegalArgumentException("there cannot be another instance " + number);
        }
        instances.put(number, new Instance(this, number));
    }

    /** Forgets an instance, unless somebody has wanted it back meanwhile. */
    void remove(int number) {
        Instance instance = instances.get(number);
        if (instance != null && instance.state() == InstanceState.STOPPED) {
            instances.remove(number);
        }
    }

    Collection<Instance> instances() {
        return instances.values();
    }

    /** The instance of a number, or {@code null}. */
    Instance instance(int number) {
        return instances.get(number);
    }

    /** The instance that a worker is which runs. */
    Instance instance(Worker worker) {
        return instances.get(worker.instance());
    }

    Collection<Child> children() {
        return List.copyOf(children.values());
    }

    /** The process of a worker, or {@code null} when it has ended. */
    Child child(Worker worker) {
        return children.get(worker.id());
    }

    /** Starts one more process, for an instance. */
    Child launch(int instance) throws OsException {
        Provisions provisions = Provisions.of(spec, instance, loop, handed);
        try {
            return enter(instance, Launch.start(spec, lastId + 1, provisions));
        } catch (OsException e) {
            provisions.release();
            throw e;
        } finally {
            settleHanded();
        }
    }

    private void settleHanded() {
        try {
            handed.settle();
        } catch (OsException e) {
            events.warning("requests for " + spec.name() + " wait until a process is started again: " + e.getMessage());
        }
    }

    /** Whether a process can be started as things are now while this worker still serves. */
    boolean standsBeside(RunningWorker worker) {
        return spec.protocol().standsBeside()
                && (spec.protocol() != AppSpec.Protocol.LISTEN_FDS || handed.standsBeside(worker, spec));
    }

    /** Takes a process for one of an instance. */
    Child enter(int instance, Launch launch) {
        int id = ++lastId;
        RunningWorker worker = new RunningWorker(id, instance, launch, loop, passing, fromWorkers);
        Child child = new Child(launch, worker, spec, loop, lines, fromChildren);
        NotifySocket readySocket = launch.provisions().readySocket();
        if (readySocket != null) {
            readySocket.whenReady(() -> instance(worker).saysReady(child));
        }
        HandedSocket socket = launch.provisions().handed();
        if (socket != null) {
            socket.entered(worker, launch.provisions().isSocketOwn());
        }
        children.put(id, child);
        events.started(worker);
        worker.open();
        return child;
    }

    /** The worker listens, perhaps on a port of its own. */
    void serves(RunningWorker worker, Endpoint listening) {
        InetSocketAddress at = ports.serves(worker, listening);
        if (at != null) {
            serves(worker, listening.toString(), at);
        }
    }

    private void serves(RunningWorker worker, String wanted, InetSocketAddress at) {
        if (serving.computeIfAbsent(worker, first -> new LinkedHashSet<>()).add(at)) {
            events.serving(worker, wanted, at);
        }
    }

    /** The worker counts as ready; again, it is the same. */
    void serves(RunningWorker worker) {
        if (worker.port() > 0) {
            InetSocketAddress at = new InetSocketAddress(InetAddress.getLoopbackAddress(), worker.port());
            handed.serves(worker, at);
            serves(worker, "", at);
        }
    }

    /** The worker does not listen any more on the port of this key, and lives on. */
    void closes(RunningWorker worker, String key) {
        InetSocketAddress at = ports.close(worker, key);
        if (at != null && serving.getOrDefault(worker, Set.of()).remove(at)) {
            events.leaving(worker, at);
        }
    }

    /** The worker gets nothing new, neither from us nor from a gateway. */
    void retire(RunningWorker worker) {
        ports.remove(worker);
        handed.retire(worker);
        gates.retire(worker);
        Set<InetSocketAddress> left = serving.remove(worker);
        if (left != null) {
            left.forEach(at -> events.leaving(worker, at));
        }
    }

    /** An instance has come to rest, perhaps the last one. */
    void atRest() {
        loop.execute(() -> {
            boolean rests = instances.values().stream().allMatch(Instance::isAtRest);
            if (!children.isEmpty() || !rests) {
                return;
            }
            handed.closeAll();
            if (!stopping) {
                if (!ended) {
                    ended = true;
                    events.ended();
                }
            } else if (!stopped.isDone()) {
                gates.whenGone(() -> {
                    passing.close();
                    stopped.complete(null);
                });
            }
        });
    }

    /** What becomes of processes. */
    private final class FromChildren implements Child.Owner {
        @Override
        public void disconnecting(RunningWorker worker) {
            retire(worker);
        }

        @Override
        public void exited(Child child, ExitStatus status) {
            children.remove(child.worker().id());
            retire(child.worker());
            handed.exited(child.worker());
            settleHanded();
            events.exited(child.worker(), status);
            instance(child.worker()).exited(child, status);
            atRest();
        }
    }
}
