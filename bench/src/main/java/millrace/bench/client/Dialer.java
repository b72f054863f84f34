package millrace.bench.client;

import java.io.IOException;
import millrace.loop.Connection;
import millrace.loop.Connector;
import millrace.loop.EventLoop;
import millrace.loop.StreamHandler;

/**
 * Makes a client's connections: at the address that was good before, else at the others, and with a handshake if the
 * target is encrypted. For the loop's thread only.
 */
final class Dialer implements StreamHandler {
    /** Who wants a connection; told one of both, once for each {@link #dial}. */
    interface Caller extends StreamHandler {
        void connected(Connection made);

        void notConnected(String why);
    }

    private final EventLoop loop;
    private final ClientOptions options;
    private final Caller caller;
    private int address;
    private int tried;
    private String firstFailure;
    private Connection shakingHands;
    private boolean closed;

    Dialer(EventLoop loop, ClientOptions options, Caller caller) {
        this.loop = loop;
        this.options = options;
        this.caller = caller;
    }

    void dial() {
        tried = 0;
        next();
    }

    private void next() {
        StreamHandler handler = options.tls() == null ? caller : this;
        Connector.connect(loop, options.target().address(address), patienceNanos(), _ -> handler)
                .whenComplete(this::answered);
    }

    private long patienceNanos() {
        return Math.max(1, options.timeoutNanos() / options.target().addresses().size());
    }

    private void answered(Connection made, Throwable failure) {
        if (closed) {
            if (made != null) {
                made.abort();
            }
        } else if (failure != null) {
            failed(failure.getMessage());
        } else if (options.tls() == null) {
            caller.connected(made);
        } else {
            shakeHands(made);
        }
    }

    private void shakeHands(Connection made) {
        shakingHands = made;
        try {
            options.tls().secure(made);
            made.timeout(patienceNanos());
        } catch (IOException e) {
            made.abort(e);
        }
    }

    @Override
    public void onSecured(Connection made) {
        String objection = options.tls().objection(made);
        if (objection != null) {
            made.abort(new IOException(objection));
            return;
        }
        shakingHands = null;
        made.timeout(0);
        made.handler(caller);
        caller.connected(made);
    }

    @Override
    public int onData(Connection made, byte[] buffer, int offset, int length) {
        throw new IllegalStateException("nothing is read before the handshake is done");
    }

    @Override
    public void onTimeout(Connection made) {
        made.abort(new IOException("not done in time"));
    }

    @Override
    public void onClosed(Connection made, IOException cause) {
        shakingHands = null;
        if (!closed) {
            failed("TLS handshake: " + (cause == null ? "the server ended the connection" : cause.getMessage()));
        }
    }

    private void failed(String why) {
        firstFailure = tried == 0 ? why : firstFailure;
        address++;
        if (++tried < options.target().addresses().size()) {
            next();
        } else {
            caller.notConnected(firstFailure);
        }
    }

    /** Nobody is told of anything any more. */
    void close() {
        closed = true;
        if (shakingHands != null) {
            shakingHands.abort();
        }
    }
}
