/**
 * The JDK's own server interface, {@code com.sun.net.httpserver}, on Millrace's server: handlers that may block.
 *
 * <p>Two ways in. {@link millrace.http.jdk.BlockingHandler} makes a handler of the JDK's kind into one of Millrace's kind;
 * it runs on virtual threads. {@link millrace.http.jdk.MillraceProvider} puts a whole existing program on Millrace,
 * unchanged: {@code -Dcom.sun.net.httpserver.HttpServerProvider=millrace.http.jdk.MillraceProvider}.
 *
 * <p>Between the loop and a handler's thread only bounded amounts are under way: see
 * {@code RequestBodyStream} and {@code ResponseBodyStream}.
 */
package millrace.http.jdk;
