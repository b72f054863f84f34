/** The engine: one request on its way through the phases, and its reply. Start reading at {@link millrace.gateway.exchange.Exchange}. */
package millrace.gateway.exchange;
