/**
 * Upstream groups: who gets the next request. Pure logic; time and chance are given from outside.
 *
 * <p>Start with {@link millrace.gateway.balance.Selection}, the iterator over candidates that a request holds: retries,
 * limits and health are decided there, once, and a {@link millrace.gateway.balance.Chooser} only says whom its method
 * prefers among those that may be taken. A {@link millrace.gateway.balance.Group} is what a configuration says; what has
 * been learnt of a peer is in {@link millrace.gateway.balance.PeerState}, which outlives a reload.
 */
package millrace.gateway.balance;
