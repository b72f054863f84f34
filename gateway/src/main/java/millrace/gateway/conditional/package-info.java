/**
 * Conditional requests: when a reply has changed last and which tag it has, and what becomes of it if the client knows
 * that already. RFC 9110 sections 8.8 and 13; start reading at {@link millrace.gateway.conditional.NotModified}.
 */
package millrace.gateway.conditional;
