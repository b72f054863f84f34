package millrace.loop.pool;

/** What is to be done for a range of numbers, piece by piece; see {@link CpuPool#split}. */
@FunctionalInterface
public interface RangeTask<R> {
    /**
     * Does the numbers from the first to the one before the last, on a worker's thread, while others do other pieces.
     *
     * @throws Exception the whole has failed
     */
    R run(long from, long to) throws Exception;
}
