package millrace.http;

import millrace.loop.StreamHandler;

/** A protocol that a connection was upgraded to, and that has a way of leaving in order. */
public interface UpgradedHandler extends StreamHandler {
    /** The server stops: it waits, up to its deadline, until the connection is closed. May be called more than once. */
    void serverStops();
}
