package millrace.http.h2;

import millrace.http.codec.RequestHead;

/** Who answers the requests of a connection. On the loop's thread. */
public interface SessionUser {
    /**
     * A request's head has come: gives the stream its {@link Http2Stream#user}, who is {@linkplain StreamUser#request asked}
     * soon, and answers where the head is decoded into.
     */
    RequestHead open(Http2Stream stream);

    /** The connection is over; what is written still leaves, and something may be on its way here. */
    void over();
}
