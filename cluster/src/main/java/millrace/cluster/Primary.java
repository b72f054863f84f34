package millrace.cluster;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import millrace.loop.EventLoop;
import millrace.os.DescriptorPassing;
import millrace.os.ExitStatus;
import millrace.os.OsException;

/**
 * Runs an app as several workers that share its ports, and keeps them running. One loop can carry many primaries. For
 * the loop's own thread only.
 */
public final class Primary {
    /** Bytes that a message has at most, either way, its newline included. */
    public static final int LONGEST_MESSAGE = Channel.LONGEST_LINE;

    /** More than any line with a descriptor has; the rest of a longer one would follow without it. */
    private static final int LONGEST_WITH_DESCRIPTOR = 4 * 1024;

    private final EventLoop loop;
    private final AppSpec spec;
    private final PrimaryEvents events;
    private final Ports ports;
    private final Lines lines;
    private final DescriptorPassing passing = new DescriptorPassing(LONGEST_WITH_DESCRIPTOR);
    private final List<Instance> instances = new ArrayList<>();
    private final Map<Integer, Child> children = new LinkedHashMap<>();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private final FromWorkers fromWorkers = new FromWorkers();
    private final FromChildren fromChildren = new FromChildren();
    private int lastId;
    private boolean stopping;
    private boolean ended;

    private Primary(EventLoop loop, AppSpec spec, PrimaryEvents events) {
        loop.checkThread();
        this.loop = loop;
        this.spec = spec;
        this.events = new GuardedEvents(events);
        this.ports = new Ports(loop, spec.scheduling());
        this.lines = new Lines(loop, this.events);
    }

    /** Starts an app: all its workers at once. What becomes of them is told to {@code events}, from the next turn on. */
    public static Primary start(EventLoop loop, AppSpec spec, PrimaryEvents events) {
        Primary primary = new Primary(loop, spec, events);
        for (int number = 0; number < spec.instances(); number++) {
            Instance instance = new Instance(primary, number);
            primary.instances.add(instance);
            loop.execute(instance::start);
        }
        return primary;
    }

    /**
     * Ends the app: its ports are closed, its workers finish what they are at and end, by force if need be. For good.
     *
     * @return completes on the loop when no process is left
     */
    public CompletionStage<Void> stop() {
        loop.checkThread();
        // Not at once: it may be an event that asks for it, in the middle of a decision.
        loop.execute(() -> {
            if (!stopping) {
                stopping = true;
                ports.closeAll();
                instances.forEach(Instance::stop);
                atRest();
            }
        });
        return stopped;
    }

    /** After {@link #stop}: takes the next step now, SIGTERM, and then SIGKILL, for every worker that still runs. */
    public void hurry() {
        loop.checkThread();
        loop.execute(() -> {
            if (stopping) {
                children.values().forEach(Child::hurry);
            }
        });
    }

    /** The workers that run at present, by age. */
    public List<Worker> workers() {
        loop.checkThread();
        List<Worker> workers = new ArrayList<>();
        children.values().forEach(child -> workers.add(child.worker()));
        return workers;
    }

    /**
     * Sends a message, which arrives in the app as {@code process.on('message')}.
     *
     * @return {@code false} when the worker has no channel, or more waits for it than is good
     * @throws IllegalArgumentException when it is not JSON, or has the form of the protocol's own messages
     */
    public boolean send(Worker worker, String json) {
        loop.checkThread();
        return ((RunningWorker) worker).send(UserMessage.line(json));
    }

    /**
     * The same with a message that is a line already; nothing about it is checked.
     *
     * @param line one JSON value and the newline, {@link #LONGEST_MESSAGE} at most; not changed afterwards
     */
    public boolean send(Worker worker, byte[] line) {
        loop.checkThread();
        return ((RunningWorker) worker).send(line);
    }

    /** Sends a message to every worker that has a channel. */
    public void broadcast(String json) {
        loop.checkThread();
        byte[] line = UserMessage.line(json);
        children.values().forEach(child -> child.worker().send(line));
    }

    /** The worker has proved itself before the {@link RestartPolicy}'s time: its successor will start at once. */
    public void grownUp(Worker worker) {
        onInstance(worker, Instance::grownUp);
    }

    /** Asks a worker to leave, and sees to it that it does, as {@link #stop} would; a successor is started. */
    public void replace(Worker worker) {
        onInstance(worker, instance -> instance.child().stop());
    }

    /** Ends a worker by SIGKILL; a successor is started. */
    public void kill(Worker worker) {
        onInstance(worker, instance -> instance.child().killNow());
    }

    /** Unless it has ended. Not at once: it may be an event that asks for it, in the middle of a decision. */
    private void onInstance(Worker worker, Consumer<Instance> action) {
        loop.checkThread();
        loop.execute(() -> {
            Instance instance = instances.get(worker.instance());
            if (instance.child() != null && instance.child().worker() == worker) {
                action.accept(instance);
            }
        });
    }

    /** Starts the instances again that have been given up. */
    public void revive() {
        loop.checkThread();
        loop.execute(() -> {
            if (!stopping) {
                ended = false;
                instances.forEach(Instance::revive);
            }
        });
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

    /** Starts one more process, for an instance. */
    Child launch(int instance) throws OsException {
        int id = lastId + 1;
        Launch launch = Launch.start(spec, id);
        lastId = id;
        RunningWorker worker = new RunningWorker(id, instance, launch, loop, passing, fromWorkers);
        Child child = new Child(launch, worker, spec.stop(), loop, lines, fromChildren);
        children.put(id, child);
        events.started(worker);
        worker.open();
        return child;
    }

    /** An instance has come to rest, perhaps the last one. */
    void atRest() {
        loop.execute(() -> {
            if (!children.isEmpty() || !instances.stream().allMatch(Instance::isAtRest)) {
                return;
            }
            if (!stopping) {
                if (!ended) {
                    ended = true;
                    events.ended();
                }
            } else if (!stopped.isDone()) {
                passing.close();
                stopped.complete(null);
            }
        });
    }

    /** What workers say over their channels. */
    private final class FromWorkers implements RunningWorker.Owner {
        @Override
        public void received(RunningWorker worker, Message message) {
            switch (message) {
                case Message.User user -> events.message(worker, user.json());
                case Message.Online online -> {
                    worker.state(Worker.State.ONLINE);
                    events.online(worker);
                }
                case Message.QueryServer query -> query(worker, query);
                case Message.Listening listening -> {
                    worker.state(Worker.State.LISTENING);
                    instances.get(worker.instance()).listening();
                    events.listening(worker, listening.endpoint().toString());
                }
                case Message.Close close -> ports.close(worker, close.key());
                case Message.Leaving leaving -> {
                    worker.leave();
                    ports.remove(worker);
                    worker.send(Replies.answer(leaving.seq()));
                }
                case Message.Handle handle -> {
                    // Without the answer it would wait for ever with all that it has to say.
                    worker.send(Replies.HANDLE_ARRIVED);
                    worker.warn("sent a message with a " + handle.type()
                            + ": the primary does not take sockets; the message is dropped and the socket closed");
                }
                case Message.Unknown unknown ->
                    worker.warn("sent " + unknown.what() + ", which is not understood");
                // Dealt with before, or nothing that a worker has to say.
                case Message.HandleArrived arrived -> {}
                case Message.HandleLost lost -> {}
                case Message.Answer answer -> {}
                case Message.NewConnection connection -> {}
                case Message.Disconnect disconnect -> {}
            }
        }

        /** Whoever is about to leave gets nothing more, and expects no answer. */
        private void query(RunningWorker worker, Message.QueryServer query) {
            if (!worker.exitedAfterDisconnect() && !stopping) {
                int errno = ports.query(worker, query);
                if (errno != 0) {
                    events.cannotListen(worker, query.endpoint().toString(), errno);
                }
            }
        }

        @Override
        public void ready(RunningWorker worker) {
            ports.distribute();
        }

        @Override
        public void disconnected(RunningWorker worker) {
            ports.remove(worker);
            Child child = children.get(worker.id());
            if (child != null) {
                child.channelClosed();
            }
            if (worker.usesChannel()) {
                events.disconnected(worker);
            }
        }

        @Override
        public PrimaryEvents events() {
            return events;
        }
    }

    /** What becomes of processes. */
    private final class FromChildren implements Child.Owner {
        @Override
        public void disconnecting(RunningWorker worker) {
            ports.remove(worker);
        }

        @Override
        public void exited(Child child, ExitStatus status) {
            children.remove(child.worker().id());
            events.exited(child.worker(), status);
            Instance instance = instances.get(child.worker().instance());
            if (instance.child() == child) {
                instance.died(status);
            }
            atRest();
        }
    }
}
