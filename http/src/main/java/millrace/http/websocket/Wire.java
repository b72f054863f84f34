package millrace.http.websocket;

import java.net.SocketAddress;
import millrace.http.websocket.frame.FrameOutput;
import millrace.loop.EventLoop;

/** The bytes below a {@link WebSocket}: a connection, or a stream of HTTP/2. For the loop's own thread only. */
interface Wire extends FrameOutput {
    EventLoop loop();

    SocketAddress remoteAddress();

    /** Bytes that wait for the other side to take them. */
    long queuedBytes();

    /** Nothing comes until {@link #resume}. */
    void pause();

    /** What was left comes again; not before the call returns. */
    void resume();

    /** Ends this side, when all is written; what comes is still given. */
    void end();

    /** Ends both sides, when all is written. */
    void finish();

    /** Ends both sides at once. */
    void abort();
}
