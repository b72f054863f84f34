package millrace.cluster.work;

/** What a worker process does with a task. */
@FunctionalInterface
public interface TaskHandler {
    /**
     * Does the work. The thread is interrupted when the task is cancelled.
     *
     * @param payload a {@link java.util.Map}, {@link java.util.List}, {@link String}, {@link Number}, {@link Boolean},
     *     {@code null} or {@code byte[]}, as it was submitted
     * @return likewise
     */
    Object handle(Object payload) throws Exception;
}
