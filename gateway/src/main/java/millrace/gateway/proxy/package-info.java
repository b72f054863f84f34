/**
 * Requests that other servers answer. Start reading at {@link millrace.gateway.proxy.UpstreamRequest}, whose comment draws
 * a request's way; {@link millrace.gateway.proxy.ProxySettings} is what configurations say about it.
 */
package millrace.gateway.proxy;
