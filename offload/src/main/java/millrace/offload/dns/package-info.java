/**
 * DNS look-ups on an event loop, by an own small client: no thread waits for an answer.
 *
 * <p>Start with {@link millrace.offload.dns.Dns}. Below it, from the outside in: {@code Resolver} (cache, coalescing,
 * aliases), {@code Exchange} (one question over several servers, with {@code UdpAttempt} and {@code TcpAttempt} as its
 * sockets), {@code MessageReader} and {@code MessageWriter} (bytes). What decides anything is free of sockets and
 * clocks: {@code AliasChain}, {@code AnswerCache}, {@code RetrySchedule}, {@code ServerHealth}, {@code AddressOrder}.
 */
package millrace.offload.dns;
