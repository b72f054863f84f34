package millrace.gateway.exchange;

import java.io.IOException;

/** Who reads a request's body: see {@link Exchange#readBody}. Decoded: without the chunks' framing. */
public interface BodyReader {
    /**
     * Bytes of the body, valid during the call only.
     *
     * @return how many were taken; after fewer than all, {@link Exchange#bodyWanted} asks for the rest
     */
    int onBody(Exchange x, byte[] bytes, int offset, int length);

    /** The body is complete. Also called when there is none. */
    void onBodyEnd(Exchange x);

    /**
     * The body will not come to its end.
     *
     * @param status what to answer: 400, 408, 413; 0 when the client is gone and nobody can be answered
     */
    void onBodyBroken(Exchange x, int status, IOException cause);
}
