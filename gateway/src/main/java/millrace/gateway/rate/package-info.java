/**
 * How fast a reply is sent: {@code limit_rate}. Start reading at {@link millrace.gateway.rate.RateBody}, which holds bytes
 * back until their time has come.
 */
package millrace.gateway.rate;
