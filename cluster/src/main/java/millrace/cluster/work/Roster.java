package millrace.cluster.work;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import millrace.cluster.AppSpec;
import millrace.cluster.Primary;
import millrace.cluster.PrimaryEvents;
import millrace.cluster.Worker;
import millrace.loop.EventLoop;
import millrace.loop.Timer;
import millrace.os.ExitStatus;
import millrace.os.OsException;
import millrace.os.PidFd;
import millrace.os.Signal;
import millrace.os.Signals;

/**
 * The processes of a pool: a primary keeps them running, and here is known which of them take tasks. What they answer is
 * the {@link Owner}'s business. For the pool's loop alone.
 */
final class Roster implements PrimaryEvents {

    /** Who gives tasks to the processes. */
    interface Owner {
        /** A process takes tasks that did not. */
        void ready();

        /** A result or a failure has come, in so many bytes; reading it took so long. */
        void answered(TaskProcess process, TaskMessage.Answer answer, int bytes, long nanos);

        /** A process has ended, and all that it has said has been dealt with. */
        void ended(TaskProcess process, String how);

        /** No process takes tasks, and none will soon. */
        void noWorkers(String reason);
    }

    /** So many starts in a row that failed, with nobody else there, mean that there is no point in waiting. */
    private static final int MOST_FAILED_STARTS = 3;

    /** A worker that has closed its channel gets this long to end by itself, which tells more than our signal. */
    private static final long CLOSED_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** After so long another start is tried when the program could not be started at all. */
    private static final long REVIVE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final EventLoop loop;
    private final String program;
    private final long startNanos;
    private final PrimaryEvents listener;
    private final Meter meter;
    private final Owner owner;
    private final Primary primary;
    private final Timer revival;
    private final Map<Integer, TaskProcess> processes = new LinkedHashMap<>();
    private int failedStarts;
    private String noWorkers;
    private boolean stopping;

    Roster(EventLoop loop, ProcessOptions options, Meter meter, Owner owner) {
        this.loop = loop;
        AppSpec spec = options.spec();
        this.program = spec.name();
        this.startNanos = options.startNanos();
        this.listener = options.events();
        this.meter = meter;
        this.owner = owner;
        this.primary = Primary.start(loop, spec, this);
        this.revival = loop.timer(primary::revive);
    }

    /** Why no process takes tasks, or {@code null}. */
    String noWorkers() {
        return noWorkers;
    }

    /** The process with the least to do that takes one more task, or {@code null}. */
    TaskProcess free(int most) {
        TaskProcess best = null;
        for (TaskProcess process : processes.values()) {
            if (process.takesTask(most) && (best == null || process.running.size() < best.running.size())) {
                best = process;
            }
        }
        return best;
    }

    Collection<TaskProcess> processes() {
        return processes.values();
    }

    int ready() {
        return (int) processes.values().stream().filter(process -> process.ready).count();
    }

    boolean send(TaskProcess process, byte[] line) {
        return primary.send(process.worker, line);
    }

    /** @param why half a sentence */
    void kill(TaskProcess process, String why) {
        if (process.doom == null) {
            process.doom = why;
            primary.kill(process.worker);
        }
    }

    /** It has got a task. If it dies now, that may be the task's doing; and there are no more such deaths than tasks. */
    void grownUp(TaskProcess process) {
        primary.grownUp(process.worker);
    }

    /** Ends a process that has nothing to do; another takes its place. */
    void replace(TaskProcess process) {
        primary.replace(process.worker);
    }

    CompletionStage<Void> stop() {
        stopping = true;
        revival.cancel();
        return primary.stop();
    }

    /** Nothing is told by the loop any more: ends the processes here and now, and waits for it, which takes no time. */
    void loopEnded() {
        for (TaskProcess process : processes.values()) {
            process.doom = "the loop of the pool has ended";
            // Its number is its own until it is reaped, and nobody else does that.
            Signals.sendToGroup(process.worker.pid(), Signal.SIGKILL);
        }
        for (TaskProcess process : processes.values()) {
            owner.ended(process, process.end(reap(process.worker.pid())));
        }
        processes.clear();
    }

    private static String reap(int pid) {
        try (PidFd process = PidFd.open(pid)) {
            return process.await().describe();
        } catch (OsException e) {
            return e.getMessage();
        }
    }

    @Override
    public void started(Worker worker) {
        meter.started();
        Timer patience = loop.timer(() -> impatient(worker));
        patience.arm(startNanos);
        processes.put(worker.id(), new TaskProcess(worker, patience));
        listener.started(worker);
    }

    private void impatient(Worker worker) {
        TaskProcess process = processes.get(worker.id());
        if (process != null) {
            kill(process, process.ready
                    ? "it has closed its channel"
                    : "it has not said within " + TimeUnit.NANOSECONDS.toMillis(startNanos)
                            + " ms that it is ready; does the program serve tasks?");
        }
    }

    @Override
    public boolean line(Worker worker, byte[] buffer, int offset, int length) {
        return TaskMessage.isOne(buffer, offset, length) && received(worker, buffer, offset, length);
    }

    /** What has white space in it, or its members in another order. */
    @Override
    public void message(Worker worker, String json) {
        byte[] bytes = json.getBytes(UTF_8);
        if (!received(worker, bytes, 0, bytes.length)) {
            listener.message(worker, json);
        }
    }

    /** Whether it was one of ours. */
    private boolean received(Worker worker, byte[] line, int offset, int length) {
        TaskProcess process = processes.get(worker.id());
        long before = System.nanoTime();
        try {
            TaskMessage message = TaskMessage.read(line, offset, length);
            switch (message) {
                case null -> {
                    return false;
                }
                case TaskMessage.Ready ready -> ready(process);
                case TaskMessage.Answer answer ->
                    owner.answered(process, answer, length, System.nanoTime() - before);
                case TaskMessage.Task task -> kill(process, "it sent a task instead of an answer");
                case TaskMessage.Cancel cancel -> kill(process, "it sent a cancellation instead of an answer");
            }
        } catch (IOException e) {
            kill(process, "it sent " + e.getMessage());
        }
        return true;
    }

    private void ready(TaskProcess process) {
        if (!process.ready) {
            process.ready = true;
            process.patience.cancel();
            failedStarts = 0;
            noWorkers = null;
            owner.ready();
        }
    }

    /** The answer to a task may have been in it, or be torn by it: nothing that comes from there can be relied on. */
    @Override
    public void messageLost(Worker worker, String what) {
        kill(processes.get(worker.id()), "it sent " + what);
        listener.messageLost(worker, what);
    }

    @Override
    public void disconnected(Worker worker) {
        TaskProcess process = processes.get(worker.id());
        if (process != null && !process.retiring) {
            process.retiring = true;
            // Who was told to leave has the time that the policy gives.
            if (!stopping) {
                process.patience.arm(CLOSED_NANOS);
            }
        }
        listener.disconnected(worker);
    }

    @Override
    public void output(Worker worker, Stream stream, byte[] buffer, int offset, int length, boolean endsLine) {
        TaskProcess process = processes.get(worker.id());
        if (process != null && stream == Stream.STDERR) {
            process.stderr.add(buffer, offset, length, endsLine);
        }
        listener.output(worker, stream, buffer, offset, length, endsLine);
    }

    @Override
    public void exited(Worker worker, ExitStatus status) {
        TaskProcess process = processes.remove(worker.id());
        process.patience.cancel();
        String how = process.end(status.describe());
        if (!process.ready) {
            failedStarts++;
            startFailed(how, failedStarts >= MOST_FAILED_STARTS);
        }
        owner.ended(process, how);
        listener.exited(worker, status);
    }

    private void startFailed(String why, boolean hopeless) {
        if (hopeless && ready() == 0) {
            noWorkers = why;
            owner.noWorkers(why);
        }
    }

    @Override
    public void errored(int instance, String reason) {
        revival.arm(REVIVE_NANOS);
        startFailed(program + " " + reason, true);
        listener.errored(instance, reason);
    }

    @Override
    public void online(Worker worker) {
        listener.online(worker);
    }

    @Override
    public void restarting(int instance, long delayNanos) {
        listener.restarting(instance, delayNanos);
    }

    @Override
    public void stopped(int instance) {
        listener.stopped(instance);
    }

    @Override
    public void warning(String sentence) {
        listener.warning(sentence);
    }
}
