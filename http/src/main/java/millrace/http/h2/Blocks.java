package millrace.http.h2;

/** What becomes of field blocks. */
@FunctionalInterface
interface Blocks {
    /**
     * A field block is complete.
     *
     * @param ended whether its stream ends with it
     * @param dependsOnItself whether its stream is said to depend on itself
     * @return whether to go on reading
     */
    boolean block(int id, boolean ended, boolean dependsOnItself, byte[] b, int from, int to);

    /** What has waited for more to be read begins. */
    default void begin() {}
}
