/** Directives that run one after the other in a server or a location: {@code rewrite}, {@code if}, {@code set}, {@code return}. */
package millrace.gateway.rewrite;
