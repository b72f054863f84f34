/**
 * An HTTP/1.1 server on event loops.
 *
 * <p>Begin with {@link millrace.http.HttpServer#listen(int, Handler)}. Where to start reading:
 * {@code HttpConnection} (the state machine of one connection), then {@link millrace.http.Response}. What a handler takes
 * is declared with {@link millrace.http.Accepts}; JSON is in {@link millrace.http.json}.
 *
 * <p>A handler runs on the loop of its connection and must not wait; what takes time is done elsewhere and answers with
 * {@code loop().execute(() -> response.send(…))}. Handlers that wait are written as the JDK's own
 * {@code com.sun.net.httpserver.HttpHandler} and run on virtual threads: see {@link millrace.http.jdk}.
 */
package millrace.http;
