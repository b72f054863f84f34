package millrace.cluster.work;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import millrace.cluster.Primary;
import millrace.cluster.work.TaskRefusedException.Reason;
import millrace.loop.EventLoop;
import millrace.loop.Timer;

/**
 * Brings tasks to processes and answers back. Unless said otherwise, for the pool's loop alone. The life of a task:
 *
 * <pre>
 *   NEW ── add ──▶ QUEUED ── a process is free ──▶ RUNNING ──┬── answer ──────────────────────────▶ OVER
 *                    │                                       ├── deadline: fails, process killed ──▶ ▲ ▲
 *                    │                                       └── process ends ───────────────────────┘ │
 *                    └── cancelled, no workers, pool stopped ──────────────────────────────────────────┘
 *
 *   A cancelled task in RUNNING is told to its worker, and over when that answers or, after a grace, is killed.
 * </pre>
 */
final class Dispatcher implements Roster.Owner {
    private final EventLoop loop;
    private final ProcessOptions options;
    private final Meter meter;
    private final Recycling recycling;
    private final Backlog backlog;
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private Roster roster;
    private Timer grace;
    private boolean stopping;
    private boolean stoppingProcesses;
    private long lastId;

    Dispatcher(EventLoop loop, ProcessOptions options, Backlog backlog, Meter meter) {
        this.loop = loop;
        this.options = options;
        this.backlog = backlog;
        this.meter = meter;
        this.recycling = options.recycling();
    }

    /** Starts the processes, if that has not been done. */
    void open() {
        if (roster == null) {
            roster = new Roster(loop, options, meter, this);
        }
    }

    void add(Task task) {
        if (task.isDone()) {
            backlog.over(task);
            meter.cancelled();
        } else if (stopping) {
            backlog.refuse(task, stopped("the pool of worker processes is stopped"));
        } else {
            open();
            if (roster.noWorkers() != null) {
                backlog.refuse(task, new TaskRefusedException(Reason.NO_WORKERS, roster.noWorkers()));
                return;
            }
            backlog.add(task);
            dispatch();
        }
    }

    private void dispatch() {
        TaskProcess process;
        while (!backlog.isEmpty() && (process = roster.free(options.tasksPerProcess())) != null) {
            send(backlog.next(), process);
        }
    }

    private void send(Task task, TaskProcess process) {
        long before = System.nanoTime();
        byte[] line;
        try {
            line = line(++lastId, task.payload);
        } catch (IllegalArgumentException e) {
            backlog.refuse(task, e);
            return;
        }
        long now = System.nanoTime();
        if (!roster.send(process, line)) {
            backlog.addFirst(task);
            cannotSend(process);
            return;
        }
        meter.sent(before - task.submittedNanos, now - before, line.length);
        task.state = Task.State.RUNNING;
        task.id = lastId;
        task.sentNanos = now;
        task.process = process;
        process.running.put(task.id, task);
        if (process.taken++ == 0) {
            roster.grownUp(process);
        }
        process.leaves |= recycling.isOld(process);
        if (task.deadlineNanos > 0) {
            task.timer = loop.timer(() -> overdue(task));
            task.timer.arm(task.deadlineNanos);
        }
    }

    private static byte[] line(long id, Object payload) {
        byte[] line;
        try {
            line = new TaskMessage.Task(id, payload).line();
        } catch (RuntimeException | Error e) {
            // Whatever the payload's own code throws, or memory that has run out: the task has to end with it.
            throw e instanceof IllegalArgumentException said
                    ? said
                    : new IllegalArgumentException("the payload cannot be read: " + e, e);
        }
        if (line.length > Primary.LONGEST_MESSAGE) {
            throw BytesLine.tooLong();
        }
        return line;
    }

    /** Its channel is closed; or it is full, which passes when the process has done what it has. */
    private void cannotSend(TaskProcess process) {
        if (process.running.isEmpty()) {
            roster.kill(process, "it does not read its channel");
        } else {
            process.full = true;
        }
    }

    private void overdue(Task task) {
        TaskProcess process = task.process;
        process.running.remove(task.id);
        backlog.over(task);
        meter.lost();
        String why = "task " + task.id + " ran longer than its deadline of "
                + TimeUnit.NANOSECONDS.toMillis(task.deadlineNanos) + " ms";
        task.fail(new TaskLostException(
                TaskLostException.Reason.DEADLINE,
                process.worker.pid(),
                why + " and is lost: " + process + " is killed" + process.stderr));
        roster.kill(process, why);
    }

    /** Somebody else than the worker has ended the task. */
    void withdrawn(Task task) {
        switch (task.state) {
            case QUEUED -> {
                backlog.remove(task);
                backlog.over(task);
                meter.cancelled();
                stopIfIdle();
            }
            case RUNNING -> {
                roster.send(task.process, new TaskMessage.Cancel(task.id).line());
                if (task.timer != null) {
                    task.timer.cancel();
                }
                task.timer = loop.timer(() -> roster.kill(
                        task.process, "it did not end task " + task.id + " after that was cancelled"));
                task.timer.arm(options.cancelGraceNanos());
            }
            // It is noticed when it is added; or nothing is left to do.
            case NEW, OVER -> {}
        }
    }

    @Override
    public void ready() {
        dispatch();
        stopIfIdle();
    }

    @Override
    public void answered(TaskProcess process, TaskMessage.Answer answer, int bytes, long nanos) {
        meter.received(nanos, bytes);
        Task task = process.running.remove(answer.id());
        if (task != null) {
            backlog.over(task);
            settle(task, answer, process);
        }
        process.full = false;
        retire(process);
        dispatch();
        stopIfIdle();
    }

    private void settle(Task task, TaskMessage.Answer answer, TaskProcess process) {
        if (task.isDone()) {
            meter.cancelled();
            return;
        }
        meter.answered(System.nanoTime() - task.sentNanos, answer);
        switch (answer) {
            case TaskMessage.Result result -> task.succeed(result.payload());
            case TaskMessage.Failure failure -> task.fail(new TaskFailedException(failure, process.worker.pid()));
        }
    }

    /** Replaces a process that is old or fat enough, as soon as it has nothing to do. */
    private void retire(TaskProcess process) {
        if (process.retiring || process.doom != null) {
            return;
        }
        process.leaves |= recycling.isFat(process, loop.nowNanos());
        if (process.leaves && process.running.isEmpty()) {
            process.retiring = true;
            meter.recycled();
            roster.replace(process);
        }
    }

    @Override
    public void ended(TaskProcess process, String how) {
        TaskLostException.Reason reason = process.doom == null
                ? TaskLostException.Reason.ENDED
                : stoppingProcesses ? TaskLostException.Reason.STOPPED : TaskLostException.Reason.KILLED;
        for (Task task : process.running.values()) {
            backlog.over(task);
            if (task.isDone()) {
                meter.cancelled();
            } else {
                meter.lost();
                task.fail(new TaskLostException(reason, process.worker.pid(), "task " + task.id + " is lost: " + how));
            }
        }
        process.running.clear();
        stopIfIdle();
    }

    @Override
    public void noWorkers(String reason) {
        backlog.refuseAll(new TaskRefusedException(Reason.NO_WORKERS, reason));
        stopIfIdle();
    }

    /** Any thread. */
    CompletableFuture<Void> stopped() {
        return stopped;
    }

    /** Takes nothing new, gives what is there its time, and then ends the processes. */
    void stop() {
        if (stopping) {
            return;
        }
        stopping = true;
        if (roster == null) {
            stopped.complete(null);
            return;
        }
        grace = loop.timer(this::graceOver);
        grace.arm(options.stopGraceNanos());
        stopIfIdle();
    }

    private void graceOver() {
        backlog.refuseAll(stopped("the pool was stopped before the task's turn had come"));
        for (TaskProcess process : roster.processes()) {
            if (!process.running.isEmpty()) {
                roster.kill(process, "the pool was stopped, and the time for tasks to end is over");
            }
        }
        stopProcesses();
    }

    private void stopIfIdle() {
        if (stopping && !stoppingProcesses && backlog.isEmpty()
                && roster.processes().stream().allMatch(process -> process.running.isEmpty())) {
            grace.cancel();
            stopProcesses();
        }
    }

    private static TaskRefusedException stopped(String message) {
        return new TaskRefusedException(Reason.STOPPED, message);
    }

    private void stopProcesses() {
        stoppingProcesses = true;
        roster.stop().thenRun(() -> stopped.complete(null));
    }

    /** On the loop's thread, which takes nothing new any more, or on any when it has ended long ago. */
    void loopEnded() {
        stopping = true;
        stoppingProcesses = true;
        backlog.refuseAll(stopped("the loop of the pool has ended"));
        if (roster != null) {
            roster.loopEnded();
        }
        stopped.complete(null);
    }

    ProcessFigures figures() {
        int running = roster == null ? 0
                : roster.processes().stream().mapToInt(process -> process.running.size()).sum();
        return meter.figures(options.size(), roster == null ? 0 : roster.ready(), backlog.size(), running);
    }
}
