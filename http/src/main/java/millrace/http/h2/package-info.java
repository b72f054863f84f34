/**
 * HTTP/2 (RFC 9113) as a server speaks it, whatever answers its requests, and as a client does.
 *
 * <p>Start reading at {@link millrace.http.h2.Http2Session}: bytes of a connection go in there, requests come out at a
 * {@link millrace.http.h2.SessionUser}, which answers by {@link millrace.http.h2.Http2Stream}.
 * {@link millrace.http.h2.Http2Client} is the other end.
 */
package millrace.http.h2;
