package millrace.gateway.exchange;

import java.io.IOException;
import millrace.gateway.config.Scope;
import millrace.gateway.config.Settings;
import millrace.gateway.config.SettingsKey;
import millrace.gateway.log.ErrorContext;
import millrace.gateway.log.ErrorLog;
import millrace.gateway.log.ErrorLogSettings;
import millrace.gateway.log.Level;

/**
 * One request on its way through the phases, and its reply; also a subrequest, which shares the head of its parent.
 *
 * <pre>
 *   begin ─▶ phases ─▶ … WAIT … ─▶ resume ─▶ phases ─▶ content ─▶ reply sent ─▶ ended ─▶ logged ─▶ (used again)
 *              ▲   └── redirect: from the location's choice on      │
 *              └───────────────────────────── finish(status) ◀──────┘ an error page may be a redirect
 * </pre>
 *
 * <p>Exchanges are used again. After {@link Reply#end}, {@link #finish} or {@link #gone} it is not the caller's any
 * more; who waits for something outside notes {@link #serial} and asks whether it {@link #isStill} it. On the loop.
 */
public final class Exchange extends Request {
    private final PhaseRun run = new PhaseRun(this);
    private final Reply reply = new Reply(this);

    private Scope server;
    private Scope scope;
    private Plan plan;
    private ReplySource source;
    private BodyReader bodyReader;
    private SubrequestListener listener;
    private final Parts parts = new Parts();
    private boolean over;
    private boolean gone;

    Exchange(GatewayLoop loop) {
        super(loop);
    }

    /**
     * A head has come whole; path and arguments are set.
     *
     * @param server the virtual server that it is for
     */
    public void begin(Client from, Scope server, ReplySink out) {
        beginMain(from);
        start(server, out, Phase.POST_READ);
    }

    /** What came is no request that can be served: answers it with a status. */
    public void refuse(Client from, Scope server, ReplySink out, int status) {
        beginMain(from);
        prepare(server, out);
        run.finish(status);
    }

    /**
     * Begins a request of the gateway's own on behalf of this one. Its reply goes to {@code out}. When this one is gone, so
     * is it.
     *
     * @param arguments may be {@code null}
     * @param told when it has ended
     */
    public Exchange subrequest(String path, String arguments, ReplySink out, SubrequestListener told) {
        return subrequest("GET", path, arguments, out, told);
    }

    /** The same with another method. */
    public Exchange subrequest(String method, String path, String arguments, ReplySink out, SubrequestListener told) {
        Exchange part = loop().unused();
        part.beginPart(this);
        part.method(method);
        part.target(path, arguments);
        part.listener = told;
        parts.add(part);
        part.start(server, out, Phase.SERVER_REWRITE);
        return part;
    }

    private void start(Scope forServer, ReplySink out, Phase from) {
        prepare(forServer, out);
        run.start(from);
    }

    void prepare(Scope forServer, ReplySink out) {
        server = forServer;
        scope(forServer);
        reply.begin(out);
    }

    /** The request that came from the client: this one, or the one that this is a part of. */
    public Exchange main() {
        return parent() == null ? this : parent().main();
    }

    /** The virtual server. */
    public Scope server() {
        return server;
    }

    /** The level of the configuration that counts now: the server until a location is chosen. */
    public Scope scope() {
        return scope;
    }

    /** Chooses a location; within {@code stream}, a server. */
    public void scope(Scope chosen) {
        server = chosen.isStream() ? chosen : server;
        scope = chosen;
        plan = Plan.of(chosen);
    }

    Plan plan() {
        return plan;
    }

    public <S extends Settings<S>> S settings(SettingsKey<S> key) {
        return scope.get(key);
    }

    /** Whether anybody reads lines of this level about this request. */
    public boolean logs(Level level) {
        return scope.get(ErrorLogSettings.KEY).log().logs(level);
    }

    /** A line of the error log, which says also which request it is about. */
    public void log(Level level, String text) {
        log(level, text, null);
    }

    /** The same about an upstream, by its address and what was asked: {@code http://127.0.0.1:8081/path}. */
    public void log(Level level, String text, String upstream) {
        ErrorLog log = scope.get(ErrorLogSettings.KEY).log();
        if (log.logs(level)) {
            log.log(level, client().number(), ErrorContext.of(this, text, upstream));
        }
    }

    public Reply reply() {
        return reply;
    }

    public PhaseRun run() {
        return run;
    }

    /** A handler that has answered {@link Phase#WAIT} is done: the next one. */
    public void resume() {
        run.resume(Phase.NEXT);
    }

    /** As {@link #resume()}, with what the handler would have answered. */
    public void resume(int answer) {
        run.resume(answer);
    }

    /** Ends it with a status: its error page, or the usual one. With 444 and 499 the connection just ends. */
    public void finish(int status) {
        run.finish(status);
    }

    /** Goes on with another path, from the choice of the location on: nginx's internal redirect. */
    public void redirect(String path, String arguments) {
        target(path, arguments);
        run.redirected();
    }

    /** Goes on in a location that was chosen by name. */
    public void enter(Scope named) {
        run.entered(named);
    }

    /** Who makes the reply's body from now on; told when there is room again, and when nobody wants it any more. */
    public void source(ReplySource body) {
        source = body;
    }

    /** There is room again, for the parts that are written into this reply, too. */
    public void writable() {
        parts.writable();
        if (source != null) {
            source.onWritable(this);
        }
    }

    /** The client will send no more. Who waits for the slow end of a reply would hardly do so: it is gone, as in nginx. */
    public void clientEnded() {
        if (source != null) {
            source.onClientEnd(this);
        } else if (reply.isEndHeld()) {
            client().abort(this);
        }
    }

    void replyEnded() {
        source = null;
        if (parent() != null) {
            complete();
            return;
        }
        String after = scope.get(CoreSettings.KEY).postAction();
        if (after != null) {
            subrequest(after, null, new NullSink(), part -> { });
        }
        over = true;
        leave();
    }

    /** The connection may go on when all that was begun on behalf of this request has ended, too, as in nginx. */
    private void leave() {
        if (over && !gone && parts.isEmpty()) {
            over = false;
            client().replyEnded(this);
        }
    }

    /** Sends the request's body to a reader, from now on. A subrequest has none. */
    public void readBody(BodyReader reader) {
        bodyReader = reader;
        if (parent() == null) {
            client().bodyWanted(this);
        } else {
            reader.onBodyEnd(this);
        }
    }

    /** The reader can take more. */
    public void bodyWanted() {
        client().bodyWanted(this);
    }

    /** Who reads the body, or {@code null} as long as nobody has asked for it. */
    public BodyReader bodyReader() {
        return bodyReader;
    }

    /** The client is gone, or the request is of no use any more. */
    public void gone(IOException cause) {
        if (gone) {
            return;
        }
        gone = true;
        parts.gone(cause);
        if (bodyReader != null) {
            BodyReader reader = bodyReader;
            bodyReader = null;
            reader.onBodyBroken(this, 0, cause);
        }
        if (source != null) {
            ReplySource left = source;
            source = null;
            left.onGone(this);
        }
        reply.cancel();
        complete();
    }

    /** Whether this object still serves the request that had a {@link #serial}, and somebody waits for its reply. */
    public boolean isStill(long noted) {
        return serial() == noted && !gone;
    }

    /** The request is over: its log line is written, and the object may be used for another one. */
    public void complete() {
        run.log();
        Exchange whole = parent();
        if (whole != null) {
            whole.parts.remove(this);
            listener.onEnd(this);
            whole.leave();
        } else {
            loop().answered(this);
        }
        attachments().end();
        recycle();
    }

    /** No request came after all. */
    public void dismiss() {
        loop().traffic().headLeft();
        recycle();
    }

    /** Nobody needs it any more, and nothing is to be told of it. */
    public void recycle() {
        forget();
        run.reset();
        server = null;
        scope = null;
        plan = null;
        source = null;
        bodyReader = null;
        listener = null;
        over = false;
        gone = false;
        loop().giveBack(this);
    }
}
