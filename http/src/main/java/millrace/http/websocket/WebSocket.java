package millrace.http.websocket;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.SocketAddress;
import millrace.http.websocket.frame.CloseCode;
import millrace.http.websocket.frame.FrameReader;
import millrace.http.websocket.frame.Opcode;
import millrace.http.websocket.frame.Role;
import millrace.http.websocket.frame.WebSocketException;
import millrace.loop.EventLoop;

/**
 * One connection that speaks WebSocket (RFC 6455), of either side.
 *
 * <pre>
 *            close()                  the other side's close
 *   OPEN ──────────────▶ CLOSING ────────────────────────────┐
 *    │  the other side's close: answered                      ▼
 *    ├──────────────────────────────────────────────────▶ LEAVING ──▶ CLOSED: onClosed
 *    └── what came is wrong: a close says so ────────────────▲
 * </pre>
 *
 * <p>From CLOSING on, messages that come are thrown away, and from LEAVING on all that comes. Both last for the options'
 * {@code closeTime} at most. On the loop's thread only; from elsewhere: {@code socket.loop().execute(…)}.
 */
public final class WebSocket extends WebSocketOutput {
    /** NEW is one that its handler has not been told of. */
    private enum State { NEW, OPEN, CLOSING, LEAVING, CLOSED }

    final WebSocketHandler handler;
    private final String subprotocol;
    private final FrameReader frames;
    private final MessageReader messages;
    private final KeepAlive clock;
    private final Intake intake;
    private State state = State.NEW;
    private int code = CloseCode.ABNORMAL;
    private String reason = "";
    private final Collector collector = new Collector();

    WebSocket(Wire wire, Role role, WebSocketOptions options, DeflateParameters agreed, String subprotocol,
            WebSocketHandler handler) {
        super(wire, role, options, agreed);
        this.handler = handler;
        this.subprotocol = subprotocol;
        Boolean context = agreed == null ? null
                : !(role == Role.SERVER ? agreed.clientNoContext() : agreed.serverNoContext());
        messages = new MessageReader(this, options, context);
        frames = new FrameReader(role, messages);
        clock = new KeepAlive(this, options);
        intake = new Intake(wire, this::goOn);
    }

    /** The protocol within, that both sides have agreed on, or {@code null}. */
    public String subprotocol() {
        return subprotocol;
    }

    public EventLoop loop() {
        return wire.loop();
    }

    public SocketAddress remoteAddress() {
        return wire.remoteAddress();
    }

    @Override
    public boolean isOpen() {
        return state == State.OPEN;
    }

    // --- what the program asks for ---

    /**
     * Stops reading, so that the other side is slowed down. Called from within a callback, nothing follows it but the rest
     * of what has been decompressed already (16 KiB).
     */
    public void pause() {
        if (state == State.OPEN) {
            intake.pause();
        }
    }

    /** Reads again. Nothing comes before this returns. */
    public void resume() {
        intake.resume();
    }

    public boolean isPaused() {
        return intake.isPaused();
    }

    /** Closes in order, with code 1000. */
    public void close() {
        close(CloseCode.NORMAL, "");
    }

    /**
     * Closes in order. Messages that are on their way here are thrown away; {@link WebSocketHandler#onClosed} follows when
     * the other side has answered, or its time to do so is over.
     *
     * @param why a code that may be sent: see {@link CloseCode}
     * @param words at most 123 bytes in UTF-8
     */
    public void close(int why, String words) {
        checkClose(why, words);
        if (state == State.OPEN) {
            state = State.CLOSING;
            sendClose(why, words);
            clock.closing();
            intake.discard();
        }
    }

    /** Breaks the connection off, without a word. */
    public void abort() {
        state = state == State.CLOSED ? state : State.LEAVING; // What has come already is not given on.
        wire.abort();
    }

    // --- what comes ---

    /** The connection is open, unless the other side has gone meanwhile: for who has made it. */
    void open() {
        if (state == State.NEW) {
            state = State.OPEN;
            clock.start();
            guarded(() -> handler.onOpen(this));
        }
    }

    /** Bytes have come; answers how many are done with. The others are offered again. */
    int receive(byte[] bytes, int from, int to) {
        clock.heard();
        int read = 0;
        if (state == State.OPEN || state == State.CLOSING) {
            try {
                read = frames.read(bytes, from, to);
            } catch (WebSocketException e) {
                fail(e.code(), e.getMessage());
            } catch (Throwable t) {
                failed(t);
            }
        }
        return state == State.OPEN || state == State.CLOSING ? read : to - from;
    }

    boolean takesMore() {
        return state == State.CLOSING || state == State.OPEN && isReading();
    }

    /** Reads again, unless there is a reason not to: first what waits to be decompressed. */
    private void goOn() {
        if (takesMore() && messages.isStopped()) {
            wire.loop().execute(this::inflateOn);
        } else if (takesMore()) {
            wire.resume();
        }
    }

    private void inflateOn() {
        if (state != State.OPEN || !isReading() || !messages.isStopped()) {
            return;
        }
        try {
            messages.goOn();
            goOn();
        } catch (WebSocketException e) {
            fail(e.code(), e.getMessage());
        } catch (Throwable t) {
            failed(t);
        }
    }

    /** What {@link WebSocketHandler#onPiece} does, if it is not overridden. */
    void collect(boolean text, byte[] bytes, int offset, int length, boolean last) {
        collector.add(this, text, bytes, offset, length, last);
    }

    void inflated(int bytes) {
        intake.inflated(bytes);
    }

    void pinged(byte[] bytes, int offset, int length) {
        if (state != State.OPEN) {
            return;
        }
        if (!control(Opcode.PONG, bytes, offset, length)) {
            intake.congested();
        }
        handler.onPing(this, bytes, offset, length);
    }

    void ponged(byte[] bytes, int offset, int length) {
        if (state == State.OPEN) {
            handler.onPong(this, bytes, offset, length);
        }
    }

    void writable() {
        intake.drained();
        if (takeWriterWaits() && state == State.OPEN) {
            guarded(() -> handler.onWritable(this));
        }
    }

    // --- the end ---

    void peerCloses(int why, String words) {
        code = why;
        reason = words;
        if (state == State.OPEN) {
            sendClose(why, "");
        }
        leave();
    }

    /** What has come is wrong, or cannot be dealt with: says so, and leaves. */
    void fail(int why, String words) {
        code = why;
        reason = words;
        if (state == State.OPEN) {
            sendClose(why, words);
        }
        leave();
    }

    /** Nobody is there any more. */
    void fellSilent(int pings) {
        reason = "no answer to " + pings + " pings";
        wire.abort();
    }

    private void failed(Throwable e) {
        System.getLogger("millrace.http").log(Level.ERROR, "the handler of a WebSocket has failed", e);
        fail(CloseCode.INTERNAL_ERROR, "internal error");
    }

    private void guarded(Runnable callback) {
        try {
            callback.run();
        } catch (Throwable t) {
            failed(t);
        }
    }

    /**
     * Nothing more is said here. What still comes is read and thrown away until the other side has ended too, because
     * closing with unread bytes resets a connection, and the close would be lost with them.
     */
    private void leave() {
        if (state == State.LEAVING || state == State.CLOSED) {
            return;
        }
        state = State.LEAVING;
        clock.closing();
        wire.end();
        intake.discard();
    }

    /** The other side sends no more. */
    void peerEnded() {
        if (state == State.OPEN || state == State.CLOSING) {
            state = State.LEAVING;
            clock.closing();
        }
        wire.finish();
    }

    /**
     * The wire is closed.
     *
     * @param why what has broken it, if that is known, or {@code null}
     */
    void gone(IOException why) {
        if (state == State.NEW || state == State.CLOSED) {
            state = State.CLOSED;
            return;
        }
        state = State.CLOSED;
        clock.stop();
        messages.release();
        releaseOutput();
        collector.release();
        if (code == CloseCode.ABNORMAL && reason.isEmpty() && why != null && why.getMessage() != null) {
            reason = why.getMessage();
        }
        guarded(() -> handler.onClosed(this, code, reason));
    }

    boolean isReading() {
        return intake.isOpen();
    }
}
