package millrace.http.h2;

import millrace.http.codec.ResponseHead;

/**
 * Who has asked, at a connection's client end: what {@link StreamUser} says of the request's body is here of the answer's.
 * On the loop's thread.
 */
public interface AnswerUser extends StreamUser {
    /** Where the next head is decoded into; reset for the answer that is awaited. */
    ResponseHead head();

    /** Of a head, as RFC 9113 section 6.5.2 counts them. */
    int mostHeadBytes();

    /** A head is complete: an interim one, or that of the answer; or it has a refusal. */
    void answer();
}
