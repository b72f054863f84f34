package millrace.cluster;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Function;
import millrace.loop.EventLoop;
import millrace.os.Signal;

/**
 * Runs an app as several instances that share its ports, and keeps them running. One loop can carry many primaries. For
 * the loop's own thread only.
 *
 * <p>What is asked for is done in a later turn of the loop, in the order of asking, since it may be an event that asks,
 * in the middle of a decision. What is asked for a worker that has ended does nothing.
 */
public final class Primary {
    /** Bytes that a message has at most, either way, its newline included. */
    public static final int LONGEST_MESSAGE = Channel.LONGEST_LINE;

    private final EventLoop loop;
    private final Fleet fleet;

    private Primary(EventLoop loop, AppSpec spec, PrimaryEvents events) {
        loop.checkThread();
        this.loop = loop;
        this.fleet = new Fleet(loop, spec, events);
    }

    /** An app without instances as yet. What becomes of it is told to {@code events}. */
    public static Primary open(EventLoop loop, AppSpec spec, PrimaryEvents events) {
        return new Primary(loop, spec, events);
    }

    /** Starts an app: all its workers at once. What becomes of them is told from the next turn on. */
    public static Primary start(EventLoop loop, AppSpec spec, PrimaryEvents events) {
        Primary primary = open(loop, spec, events);
        for (int number = 0; number < spec.instances(); number++) {
            primary.start(primary.add());
        }
        return primary;
    }

    /**
     * Makes room for one more instance, which does not run yet.
     *
     * @return its number, the lowest that is free
     */
    public int add() {
        return add(fleet.freeNumber());
    }

    /** The same with a number of the caller's choice, which must be free. */
    public int add(int number) {
        loop.checkThread();
        fleet.add(number);
        return number;
    }

    /** Starts an instance, if it does not run. */
    public void start(int instance) {
        onInstance(instance, Instance::start);
    }

    /**
     * Goes on with a process that another primary has started: it is supervised as if it were ours, but for how it ends,
     * which nobody will know. For an instance that does not run.
     *
     * @param found owned from now on
     */
    public void adopt(int instance, AdoptedProcess found) {
        onInstance(instance, each -> each.adopt(found));
    }

    /**
     * Ends an instance, by force if need be.
     *
     * @return completes when none of its processes is left, or somebody has wanted a new one meanwhile
     */
    public CompletionStage<Void> stop(int instance) {
        return onInstance(instance, Instance::stop);
    }

    /**
     * Ends what runs of an instance and starts it again; its ports stay open.
     *
     * @return completes when the new process is ready, or it has become clear that it will not be
     */
    public CompletionStage<Void> restart(int instance) {
        return onInstance(instance, Instance::restart).thenAccept(outcome -> {});
    }

    /**
     * Puts a new process in the place of the present one, which serves until the new one is ready and then finishes its
     * work. If the new one fails, the old one goes on.
     */
    public CompletionStage<ReloadOutcome> reload(int instance) {
        return onInstance(instance, Instance::reload);
    }

    /** Ends an instance for good; its number is free when this completes. */
    public CompletionStage<Void> remove(int instance) {
        return onInstance(instance, Instance::stop).thenRun(() -> fleet.remove(instance));
    }

    /** Whatever is started from now on is started so; rules for restarts hold at once. */
    public void spec(AppSpec next) {
        loop.checkThread();
        fleet.spec(next);
    }

    /** How all instances are doing, by number. */
    public List<InstanceView> instances() {
        loop.checkThread();
        return fleet.instances().stream().map(Instance::view).toList();
    }

    /** Counts restarts from 0 again. */
    public void resetCounts(int instance) {
        onInstance(instance, Instance::resetCounts);
    }

    /**
     * Ends the app: its ports are closed, its workers finish what they are at and end, by force if need be. For good;
     * again, it is the same.
     *
     * @return completes on the loop when no process is left, and what a {@link Gate} has of their answers is sent
     */
    public CompletionStage<Void> stop() {
        loop.checkThread();
        loop.execute(fleet::stop);
        return fleet.stopped();
    }

    /** After {@link #stop()}: takes the next step now, the signal and then SIGKILL, for every worker that still runs. */
    public void hurry() {
        loop.checkThread();
        loop.execute(() -> {
            if (fleet.isStopping()) {
                fleet.hurry();
            }
        });
    }

    /** The workers that run at present, by age. */
    public List<Worker> workers() {
        loop.checkThread();
        return fleet.children().stream().<Worker>map(Child::worker).toList();
    }

    /**
     * Sends a message, which arrives in the app as {@code process.on('message')}.
     *
     * @return {@code false} when the worker has no channel, or more waits for it than is good
     * @throws IllegalArgumentException when it is not JSON, or has the form of the protocol's own messages
     */
    public boolean send(Worker worker, String json) {
        return send(worker, UserMessage.line(json));
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
        fleet.children().forEach(child -> child.worker().send(line));
    }

    /**
     * Connects to one worker, of those whose connections this process accepts: to try whether it is well, or, before it
     * gets any other connection, whether it is ready.
     *
     * @return a non-blocking descriptor that is connected, or −errno: {@code −EADDRNOTAVAIL} when no such port is in
     *     common, {@code −EAGAIN} when this worker does not listen on it, or takes no more at present
     */
    public int dial(Worker worker, int port) {
        loop.checkThread();
        return fleet.ports().dial((RunningWorker) worker, port);
    }

    /** Sends a signal to the process of a worker alone; {@code false} when it has ended. */
    public boolean signal(Worker worker, Signal signal) {
        loop.checkThread();
        Child child = fleet.child(worker);
        return child != null && child.sendSignal(signal);
    }

    /**
     * Writes to a worker's standard input, if the spec says that it has one.
     *
     * @param bytes not changed afterwards
     * @return {@code false} when the worker does not read it
     */
    public boolean writeInput(Worker worker, byte[] bytes) {
        loop.checkThread();
        Child child = fleet.child(worker);
        return child != null && child.writeInput(bytes);
    }

    /** Does not read what a worker writes: when the kernel's buffer is full it waits. Its last output comes all the same. */
    public void pauseOutput(Worker worker) {
        onChild(worker, (instance, child) -> child.readOutput(false));
    }

    public void resumeOutput(Worker worker) {
        onChild(worker, (instance, child) -> child.readOutput(true));
    }

    /** The descriptor here that a worker's output comes from, or −1. */
    public int outputOf(Worker worker, PrimaryEvents.Stream stream) {
        loop.checkThread();
        Child child = fleet.child(worker);
        return child == null ? -1 : child.output(stream);
    }

    /** The worker has been tried and is ready: {@link Readiness.Rule#IS_TRIED}. */
    public void ready(Worker worker) {
        onChild(worker, Instance::ready);
    }

    /** The worker has been tried and is no good, which ends its trial; outside of a reload it changes nothing. */
    public void unfit(Worker worker, String reason) {
        onChild(worker, (instance, child) -> instance.unfit(child, reason));
    }

    /** The worker has proved itself before the {@link RestartPolicy}'s time: its successor will start at once. */
    public void grownUp(Worker worker) {
        onChild(worker, Instance::proved);
    }

    /** Asks a worker to leave, and sees to it that it does, as {@link #stop} would; a successor is started. */
    public void replace(Worker worker) {
        onChild(worker, (instance, child) -> child.leave());
    }

    /** Ends a worker by SIGKILL; a successor is started. */
    public void kill(Worker worker) {
        onChild(worker, (instance, child) -> child.killNow());
    }

    private void onChild(Worker worker, BiConsumer<Instance, Child> action) {
        loop.checkThread();
        loop.execute(() -> {
            Child child = fleet.child(worker);
            if (child != null) {
                action.accept(fleet.instance(worker), child);
            }
        });
    }

    private <T> CompletionStage<T> onInstance(int number, Function<Instance, CompletionStage<T>> action) {
        loop.checkThread();
        if (fleet.instance(number) == null) {
            throw new IllegalArgumentException("there is no instance " + number);
        }
        CompletableFuture<CompletionStage<T>> asked = new CompletableFuture<>();
        loop.execute(() -> {
            Instance instance = fleet.instance(number);
            if (instance == null || fleet.isStopping()) {
                asked.completeExceptionally(new IllegalStateException("instance " + number + " is gone for good"));
            } else {
                fleet.goesOn();
                asked.complete(action.apply(instance));
            }
        });
        return asked.thenCompose(stage -> stage);
    }

    /** Starts the instances again that have been given up. */
    public void revive() {
        loop.checkThread();
        loop.execute(() -> {
            if (!fleet.isStopping()) {
                fleet.goesOn();
                fleet.instances().forEach(Instance::revive);
            }
        });
    }
}
