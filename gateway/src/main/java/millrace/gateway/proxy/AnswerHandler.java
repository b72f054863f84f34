package millrace.gateway.proxy;

import millrace.http.codec.ResponseHead;

/** What becomes of an answer as it is read. */
interface AnswerHandler {
    /** A head that another one follows, such as 103, valid during the call. Afterwards the answer may be of no interest any more. */
    void onInterim(ResponseHead head);

    /** The head of the answer. Afterwards the answer may be of no interest any more. */
    void onHead(ResponseHead head);

    /** How many of some bytes of the body are welcome now; if not all, the others wait until there is room. */
    int allowed(int length);

    /**
     * Bytes of the body.
     *
     * @return whether more is welcome now
     */
    boolean onBody(byte[] b, int from, int length);

    /** @param clean nothing was sent behind the answer */
    void onComplete(boolean clean);

    /** Not what an answer looks like. */
    void onGarbage(Failure failure, String words);
}
