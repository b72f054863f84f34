/**
 * WebSocket (RFC 6455) with compression (RFC 7692), for servers and clients.
 *
 * <p>A server's handler agrees by {@link millrace.http.websocket.WebSocketUpgrade#accept}, and goes on with a
 * {@link millrace.http.websocket.WebSocketHandler}. Where to start reading: {@link millrace.http.websocket.WebSocket} (the
 * states of a connection), then {@code MessageReader}. Frames have a room of their own:
 * {@link millrace.http.websocket.frame}.
 */
package millrace.http.websocket;
