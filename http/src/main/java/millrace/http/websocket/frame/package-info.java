/**
 * Frames of WebSocket (RFC 6455 section 5), for either side of a connection.
 *
 * <p>Bytes go into a {@link millrace.http.websocket.frame.FrameReader} in whatever pieces they come, and come out at a
 * {@link millrace.http.websocket.frame.FrameSink}; {@link millrace.http.websocket.frame.FrameWriter} makes frames. Neither
 * knows what a message is, nor where bytes come from and go to.
 */
package millrace.http.websocket.frame;
