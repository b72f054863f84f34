package millrace.bench.client;

/**
 * Reads what a client's answers say, beyond counting them. It is told of each answer before {@link
 * ClientListener#answered}, in pieces; the arrays are the loop's own, and valid only in the call. For the loop's thread
 * only.
 */
public interface AnswerReader {
    /**
     * The head of an answer is complete; interim ones (1xx) are left out.
     *
     * @param from where the status line begins
     * @param end behind the empty line
     */
    void head(byte[] bytes, int from, int end);

    /** A piece of the body, without its framing. */
    void body(byte[] bytes, int from, int end);
}
