/**
 * An event loop for each thread, and what lives on it.
 *
 * <p>Start with {@link millrace.loop.EventLoop}, whose comment draws one turn; then {@link millrace.loop.Watch} (a
 * descriptor on the loop) and {@link millrace.loop.Connection} (a stream made of one). Unless a method says otherwise it
 * belongs to the loop's own thread, and any other thread that calls it gets an {@link IllegalStateException}.
 */
package millrace.loop;
