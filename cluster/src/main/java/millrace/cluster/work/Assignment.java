package millrace.cluster.work;

/** A task that a worker has got. Any thread: it is cancelled by one, and done by another. */
final class Assignment {
    final TaskMessage.Task task;
    private Thread thread;
    private boolean cancelled;

    Assignment(TaskMessage.Task task) {
        this.task = task;
    }

    /** The calling thread does it from now on; {@code false} when nobody wants it any more. */
    synchronized boolean begin() {
        if (!cancelled) {
            thread = Thread.currentThread();
        }
        return !cancelled;
    }

    /** A cancellation that comes too late is not meant for what this thread does next. */
    synchronized void end() {
        thread = null;
        Thread.interrupted();
    }

    synchronized void cancel() {
        cancelled = true;
        if (thread != null) {
            thread.interrupt();
        }
    }
}
