package millrace.http.h2;

import millrace.http.codec.RequestHead;

/** Who answers the requests of a connection. On the loop's thread. */
public interface SessionUser {
    /** A request begins: gives the stream its {@link Http2Stream#user}, and answers where the head is decoded into. */
    RequestHead open(Http2Stream stream);

    /** The head is complete; when it has a refusal, that is the answer. */
    void request(Http2Stream stream);

    /** The connection is over; what is written still leaves, and something may be on its way here. */
    void over();
}
