package millrace.loop.pool;

/**
 * A task that is cut into steps, each of a millisecond or so: after each it goes to the end of its lane's queue, and
 * other tasks get their turn. Steps of one task never run at the same time, and each sees what the one before it wrote.
 */
public interface Steps<T> {
    /**
     * Does the next piece, on a worker's thread.
     *
     * @return whether there is more to do
     * @throws Exception the task has failed
     */
    boolean step() throws Exception;

    /** The result, asked for once after the last step, on the same thread. */
    T result() throws Exception;
}
