package millrace.cluster.work;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.LinkedBlockingQueue;
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

    private final WorkerProcess process;
    private final TaskHandler handler;

    /** Comes in by the thread of the channel, goes out by those that serve. */
    private final BlockingQueue<TaskMessage.Task> waiting = new LinkedBlockingQueue<>();

    /** Who runs which task; guarded by itself, since a thread is interrupted only while it is at that task. */
    private final Map<Long, Thread> running = new HashMap<>();

    private TaskWorker(WorkerProcess process, TaskHandler handler) {
        this.process = process;
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
        TaskWorker worker = new TaskWorker(process, handler);
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

    private void serve() throws InterruptedException {
        while (true) {
            run(waiting.take());
        }
    }

    /** On the thread of the channel. */
    private boolean line(byte[] buffer, int offset, int length) {
        if (!TaskMessage.isOne(buffer, offset, length)) {
            return false;
        }
        try {
            switch (TaskMessage.read(buffer, offset, length)) {
                case TaskMessage.Task task -> waiting.add(task);
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

    private void cancel(long id) {
        TaskMessage.Task waits =
                waiting.stream().filter(task -> task.id() == id).findAny().orElse(null);
        if (waits != null && waiting.remove(waits)) {
            process.send(failure(id, 0, new CancellationException("cancelled")).line());
            return;
        }
        synchronized (running) {
            Thread thread = running.get(id);
            if (thread != null) {
                thread.interrupt();
            }
        }
    }

    private void run(TaskMessage.Task task) {
        synchronized (running) {
            running.put(task.id(), Thread.currentThread());
        }
        long before = System.nanoTime();
        TaskMessage.Answer answer = answer(task, before);
        synchronized (running) {
            running.remove(task.id());
            // A cancellation that came too late is not meant for the next task.
            Thread.interrupted();
        }
        process.send(line(answer));
    }

    private TaskMessage.Answer answer(TaskMessage.Task task, long before) {
        try {
            Object result = handler.handle(task.payload());
            return new TaskMessage.Result(task.id(), System.nanoTime() - before, result);
        } catch (Throwable e) {
            if (e instanceof VirtualMachineError && !(e instanceof StackOverflowError)) {
                broken(e);
            }
            return failure(task.id(), System.nanoTime() - before, e);
        }
    }

    private static byte[] line(TaskMessage.Answer answer) {
        try {
            byte[] line = answer.line();
            return line.length <= Primary.LONGEST_MESSAGE
                    ? line
                    : failure(answer.id(), answer.runNanos(), BytesLine.tooLong()).line();
        } catch (IllegalArgumentException e) {
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
