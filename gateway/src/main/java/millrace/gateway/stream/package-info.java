/**
 * TCP and UDP as they are: nginx's block {@code stream}. A {@link millrace.gateway.stream.Session} is a client's
 * connection, or its datagrams; it goes through the phases as a request does, in an
 * {@link millrace.gateway.exchange.Exchange}, and then to a peer of an upstream by a
 * {@link millrace.gateway.stream.Passage}.
 */
package millrace.gateway.stream;
