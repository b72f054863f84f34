/**
 * HTTP/1.1 messages as pure logic over byte arrays: no sockets, no threads, no clock, and no allocation once warm.
 *
 * <p>The server reads requests with it, and whoever proxies or asks uses the same parts. Where to start reading:
 * {@link millrace.http.codec.RequestParser} (bytes to {@link millrace.http.codec.RequestHead}), then
 * {@link millrace.http.codec.BodyDecoder}, then {@link millrace.http.codec.Output} for the way back.
 *
 * <p>Sources: RFC 9110 (semantics) and RFC 9112 (HTTP/1.1). Where they leave a choice the safer reading is taken, because
 * two readings of one message on two hops are how requests are smuggled; each choice is written in
 * {@link millrace.http.codec.Refusal}.
 */
package millrace.http.codec;
