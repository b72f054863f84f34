/** What encrypts a connection: an interface that {@link millrace.loop.Connection} knows, and OpenSSL behind it. */
package millrace.loop.tls;
