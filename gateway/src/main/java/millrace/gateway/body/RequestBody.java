package millrace.gateway.body;

import java.io.IOException;
import java.nio.file.Path;
import millrace.gateway.exchange.BodyReader;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.GatewayLoop;
import millrace.gateway.exchange.StateKey;
import millrace.gateway.log.Level;
import millrace.http.codec.Output;
import millrace.http.codec.RequestHead;
import millrace.loop.Connection;

/**
 * The body of a request, without its framing: read whole before it is used, or passed on as it comes.
 *
 * <pre>
 *   read ───▶ WHOLE ──────── end ───▶ COMPLETE: may be sent again and again
 *               └─ broken ─▶ the request is finished with 400, 408, 413 or 500
 *   stream ─▶ PASSED_ON ──── end ───▶ COMPLETE: what fits into the buffer is still here
 * </pre>
 *
 * <p>Belongs to its exchange and is used again after it. For the loop's own thread only.
 */
public final class RequestBody implements BodyReader, Runnable {
    private static final byte[] NOTHING = {};
    private static final StateKey<RequestBody> KEY = StateKey.create();

    private enum State { WHOLE, PASSED_ON, COMPLETE, BROKEN }

    private final GatewayLoop loop;
    private final StoredBody stored;
    private State state;
    private BodySettings settings;
    private BodyHandler handler;
    private BodyReader reader;
    private long arrivedBytes;
    private boolean lost;

    RequestBody(GatewayLoop loop) {
        this.loop = loop;
        this.stored = new StoredBody(loop);
    }

    /** The body of a request, or of that which a subrequest belongs to; {@code null} when nobody has asked for it. */
    public static RequestBody of(Exchange x) {
        Exchange whole = x;
        while (whole.parent() != null) {
            whole = whole.parent();
        }
        return whole.state(KEY);
    }

    /** Whether it was passed on, so that not all of it is there for anybody else. */
    public static boolean isGone(Exchange x) {
        RequestBody known = of(x);
        return known != null && (known.state == State.PASSED_ON || known.lost);
    }

    /**
     * Reads the whole body, into memory or a file as the configuration says. When that is not possible the request is
     * finished with an error, and nobody is called. Whoever reads a body that was refused, for an error page, gets none.
     */
    public static void read(Exchange x, BodyHandler then) {
        RequestBody known = of(x);
        if (known == null) {
            RequestBody body = begin(x, State.WHOLE);
            body.handler = then;
            x.readBody(body);
        } else if (known.state != State.WHOLE && known.state != State.PASSED_ON && !known.lost) {
            then.onBody(x, known);
        } else {
            x.log(Level.ERROR, "the request body has been passed on already and cannot be read again");
            x.finish(500);
        }
    }

    /**
     * Passes the body on as it comes. The reader says by {@link Exchange#bodyWanted} when it can take more, and is told
     * of a body that is too large, too, with status 413.
     */
    public static void stream(Exchange x, BodyReader to) {
        if (of(x) != null) {
            throw new IllegalStateException("the body is read already");
        }
        RequestBody body = begin(x, State.PASSED_ON);
        body.reader = to;
        x.readBody(body);
    }

    /** Whether the body that is announced is too large; the answer is no once this has been said. */
    static boolean isRefused(Exchange x) {
        BodySettings limits = x.settings(BodySettings.KEY);
        if (!limits.isTooMuch(x.head().contentLength()) || of(x) != null || x.parent() != null) {
            return false;
        }
        RequestBody body = begin(x, State.BROKEN);
        x.log(Level.ERROR, "client intended to send too large body: " + x.head().contentLength() + " bytes");
        x.client().lastRequest(x);
        return true;
    }

    private static RequestBody begin(Exchange x, State how) {
        RequestBody body = BodyLoop.of(x.loop()).take();
        body.state = how;
        body.settings = x.settings(BodySettings.KEY);
        body.arrivedBytes = 0;
        body.lost = false;
        if (x.parent() == null) {
            x.state(KEY, body);
        }
        x.attachments().atEnd(body);
        return body;
    }

    /** Bytes of the body, as far as it has come. */
    public long length() {
        return arrivedBytes;
    }

    /** The file that all of it is in, or {@code null} when it is in memory. Others find it only if the configuration says so. */
    public Path file() {
        return stored.file() == null ? null : stored.file().path();
    }

    /** Whether it has come to its end, and all of it is here. */
    public boolean isWhole() {
        return state == State.COMPLETE && !lost;
    }

    /**
     * Reads a part of a body that was read whole.
     *
     * @return how many bytes there were, which is at least one before the end
     */
    public int read(long from, byte[] into) throws IOException {
        return stored.read(from, into);
    }

    /** Sends a body that was read whole, as often as is wanted: what a second upstream gets is the same. */
    public boolean writeTo(Connection upstream) throws IOException {
        return stored.writeTo(upstream);
    }

    /** Writes what is in memory: nginx's {@code $request_body}; false when it is empty or in a file. */
    public boolean writeTo(Output to) {
        if (stored.file() != null || stored.length() == 0) {
            return false;
        }
        to.put(stored.bytes(), 0, (int) stored.length());
        return true;
    }

    /** Who had it passed on is not interested any more: the rest is read and thrown away. */
    public void stopPassingOn(Exchange x) {
        if (state == State.PASSED_ON && reader != null) {
            reader = null;
            lost = true;
            x.bodyWanted();
        }
    }

    @Override
    public int onBody(Exchange x, byte[] bytes, int offset, int length) {
        if (state == State.PASSED_ON) {
            return passOn(x, bytes, offset, length);
        }
        if (state != State.WHOLE) {
            return length;
        }
        if (isTooMuch(x, arrivedBytes + length)) {
            tooMuch(x, arrivedBytes + length);
            fail(x, 413);
            return length;
        }
        boolean inMemory = stored.file() == null;
        try {
            stored.append(bytes, offset, length, expected(x), settings);
        } catch (IOException e) {
            x.log(Level.CRIT, e.getMessage());
            x.client().lastRequest(x);
            fail(x, 500);
            return length;
        }
        if (inMemory && stored.file() != null && settings.bufferBytes() > 0) {
            x.log(Level.WARN, "a client request body is buffered to a temporary file " + stored.file().path());
        }
        arrivedBytes += length;
        return length;
    }

    /** A length that was announced was looked at in the location of its path, and is not in a named one: as in nginx. */
    private boolean isTooMuch(Exchange x, long bytes) {
        return x.head().contentLength() == RequestHead.CHUNKED && settings.isTooMuch(bytes);
    }

    private void fail(Exchange x, int status) {
        state = State.BROKEN;
        handler = null;
        forget();
        x.finish(status);
    }

    private void forget() {
        arrivedBytes = 0;
        try {
            stored.clear();
        } catch (IOException e) {
            System.getLogger("millrace.gateway").log(System.Logger.Level.WARNING, "a temporary file stays behind", e);
        }
    }

    private int passOn(Exchange x, byte[] bytes, int offset, int length) {
        if (reader == null) {
            arrivedBytes += length;
            return length;
        }
        if (isTooMuch(x, arrivedBytes + length)) {
            tooMuch(x, arrivedBytes + length);
            onBodyBroken(x, 413, null);
            return length;
        }
        int taken = reader.onBody(x, bytes, offset, length);
        if (state != State.PASSED_ON) {
            return taken; // The exchange has come to its end meanwhile.
        }
        arrivedBytes += taken;
        if (arrivedBytes <= settings.windowBytes()) {
            stored.keep(bytes, offset, taken, 0);
        } else {
            lost = true;
            stored.drop();
        }
        return taken;
    }

    private static long expected(Exchange x) {
        long length = x.head().contentLength();
        return length == RequestHead.CHUNKED ? 0 : length;
    }

    private void tooMuch(Exchange x, long bytes) {
        x.log(Level.ERROR, "client intended to send too large chunked body: " + bytes + " bytes");
        x.client().lastRequest(x);
    }

    @Override
    public void onBodyEnd(Exchange x) {
        if (state == State.WHOLE && arrivedBytes == 0 && x.head().contentLength() == RequestHead.CHUNKED) {
            onBody(x, NOTHING, 0, 0); // It is empty, and in a file if the configuration says so.
        }
        State before = state;
        if (before != State.WHOLE && before != State.PASSED_ON) {
            return;
        }
        state = State.COMPLETE;
        if (before == State.WHOLE) {
            handler.onBody(x, this);
        } else if (reader != null) {
            reader.onBodyEnd(x);
        }
    }

    @Override
    public void onBodyBroken(Exchange x, int status, IOException cause) {
        State before = state;
        if (before != State.WHOLE && before != State.PASSED_ON) {
            return;
        }
        state = State.BROKEN;
        if (before == State.PASSED_ON && reader != null) {
            reader.onBodyBroken(x, status, cause);
        } else if (before == State.WHOLE && status != 0) {
            fail(x, status);
        }
    }

    /** The exchange is over. */
    @Override
    public void run() {
        state = State.BROKEN;
        handler = null;
        reader = null;
        settings = null;
        forget();
        BodyLoop.of(loop).giveBack(this);
    }
}
