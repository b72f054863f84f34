package millrace.http.websocket.frame;

/** Which side of a connection this is: what a client sends is masked, what a server sends must not be. */
public enum Role { CLIENT, SERVER }
