package millrace.cluster.work;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import millrace.cluster.Primary;
import millrace.cluster.WorkerProcess;

/**
 * The other side of {@link WorkerProcesses}, for workers in Java: a program whose {@code main} calls {@link #serve}.
 *
 * <pre>{@code
 *   public static void main(String[] arguments) throws InterruptedException {
 *       TaskWorker.serve(payload -> "you said " + payload);
 *   }
 * }</pre>
 */
public final class TaskWorker {
    /** When memory has run out nothing of this process can be relied on; as {@code sysexits.h} calls it, EX_SOFTWARE. */
    private static final int BROKEN = 70;

    /** Sends lines to the pool; any thread. */
    private final Consumer<byte[]> pool;

    private final TaskHandler handler;

    /** Those that nobody has begun: they come by the thread of the channel, and go to those that serve. */
    private final BlockingQueue<Assignment> waiting = new LinkedBlockingQueue<>();

    /** Those that are not answered, by number. */
    private final Map<Long, Assignment> unanswered = new ConcurrentHashMap<>();

    TaskWorker(Consumer<byte[]> pool, TaskHandler handler) {
        this.pool = pool;
        this.handler = handler;
    }

    /**
     * Does tasks, one at a time on the calling thread, until the process is ended by whoever has started it.
     *
     * @throws IllegalStateException when nobody has started this process as a worker
     * @throws InterruptedException when somebody interrupts the thread between two tasks
     */
    public static void serve(TaskHandler handler) throws InterruptedException {
        serve(1, handler);
    }

    /** The same on so many threads, of which the calling one is the last: for pools with more tasks for each process. */
    public static void serve(int threads, TaskHandler handler) throws InterruptedException {
        WorkerProcess process = WorkerProcess.current();
        if (process == null) {
            throw new IllegalStateException("this process was not started as a worker: start it with WorkerProcesses");
        }
        TaskWorker worker = new TaskWorker(process::send, handler);
        process.onLine(worker::line);
        process.send(new TaskMessage.Ready().line());
        for (int i = 1; i < threads; i++) {
            Thread.ofPlatform().daemon().name("task-" + i).start(worker::serveUntilInterrupted);
        }
        worker.serve();
    }

    private void serveUntilInterrupted() {
        try {
            serve();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void serve() throws InterruptedException {
        while (true) {
            run(waiting.take());
        }
    }

    /** On the thread of the channel. */
    boolean line(byte[] buffer, int offset, int length) {
        if (!TaskMessage.isOne(buffer, offset, length)) {
            return false;
        }
        try {
            switch (TaskMessage.read(buffer, offset, length)) {
                case TaskMessage.Task task -> add(new Assignment(task));
                case TaskMessage.Cancel cancel -> cancel(cancel.id());
                // Nothing that a pool says.
                case TaskMessage.Ready ready -> {}
                case TaskMessage.Answer answer -> {}
                case null -> {}
            }
        } catch (IOException e) {
            // Whoever sent it waits for an answer that cannot come, and is told by our end.
            broken(e);
        }
        return true;
    }

    private void add(Assignment assignment) {
        unanswered.put(assignment.task.id(), assignment);
        waiting.add(assignment);
    }

    private void cancel(long id) {
        Assignment assignment = unanswered.get(id);
        if (assignment != null) {
            assignment.cancel();
            if (waiting.remove(assignment)) {
                run(assignment);
            }
        }
    }

    private void run(Assignment assignment) {
        try {
            TaskMessage.Answer answer = answer(assignment);
            unanswered.remove(answer.id());
            pool.accept(line(answer));
        } catch (RuntimeException | Error e) {
            broken(e);
        }
    }

    private TaskMessage.Answer answer(Assignment assignment) {
        TaskMessage.Task task = assignment.task;
        if (!assignment.begin()) {
            return failure(task.id(), 0, new CancellationException("cancelled"));
        }
        long before = System.nanoTime();
        try {
            Object result = handler.handle(task.payload());
            return new TaskMessage.Result(task.id(), System.nanoTime() - before, result);
        } catch (Throwable e) {
            if (e instanceof VirtualMachineError error && !(e instanceof StackOverflowError)) {
                throw error;
            }
            return failure(task.id(), System.nanoTime() - before, e);
        } finally {
            assignment.end();
        }
    }

    private static byte[] line(TaskMessage.Answer answer) {
        try {
            byte[] line = answer.line();
            return line.length <= Primary.LONGEST_MESSAGE
                    ? line
                    : failure(answer.id(), answer.runNanos(), BytesLine.tooLong()).line();
        } catch (RuntimeException | StackOverflowError e) {
            // What is no JSON, and what the result's own code throws.
            return failure(answer.id(), answer.runNanos(), e).line();
        }
    }

    private static TaskMessage.Failure failure(long id, long runNanos, Throwable cause) {
        StringWriter stack = new StringWriter();
        cause.printStackTrace(new PrintWriter(stack, true));
        return new TaskMessage.Failure(
                id, runNanos, cause.getClass().getName(), String.valueOf(cause.getMessage()), stack.toString());
    }

    private static void broken(Throwable cause) {
        cause.printStackTrace();
        Runtime.getRuntime().halt(BROKEN);
    }
}
