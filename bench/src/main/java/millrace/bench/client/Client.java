package millrace.bench.client;

import millrace.loop.EventLoop;

/**
 * Who sends requests to the server over one connection at a time, whatever the protocol. For the loop's thread only.
 */
public interface Client {
    /** A client of the options' protocol. @param number as {@link #number} is to tell it */
    static Client of(EventLoop loop, int number, ClientOptions options, ClientListener listener) {
        return switch (options.protocol()) {
            case HTTP1 -> new Http1Client(loop, number, options, listener);
            case HTTP2 -> new Http2Client(loop, number, options, listener);
            case WEBSOCKET -> new WebSocketClient(loop, number, options, listener);
        };
    }

    /** Which of its loop's clients this is, from 0 on. */
    int number();

    /** How many requests may be sent now; 0 while there is no connection. */
    int room();

    /** How many have been sent and have no answer yet. */
    int underWay();

    /**
     * Sends a request; needs {@link #room}.
     *
     * @param fromNanos when its latency begins, by {@link System#nanoTime}
     */
    void send(RequestBytes request, long fromNanos);

    /** Tells somebody what all further answers say; {@code null} for nobody. Without one, bodies are only counted. */
    void reader(AnswerReader reader);

    /** Connects, and again whenever the connection is lost, until it is closed. */
    void open();

    /** Ends it at once; what is under way has no answer, and the listener is not told. */
    void close();
}
