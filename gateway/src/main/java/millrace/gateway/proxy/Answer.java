package millrace.gateway.proxy;

import java.io.IOException;
import millrace.gateway.content.UpstreamWishes;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.HeaderList;
import millrace.gateway.exchange.Reply;
import millrace.gateway.exchange.Trailers;
import millrace.gateway.log.Level;
import millrace.http.codec.Fields;
import millrace.http.codec.Output;
import millrace.http.codec.ResponseHead;

/** Makes the client's reply of an upstream's answer, as it arrives. For the loop's own thread only. */
final class Answer implements AnswerHandler, Trailers.Source {
    private static final byte[] SET_COOKIE = Output.ascii("Set-Cookie");

    /** An upstream that sends nothing else would hold the request for ever. */
    private static final int MOST_INTERIMS = 100;

    private final UpstreamRequest request;
    private final Overflow overflow = new Overflow();
    private final Store store = new Store();
    private final ReadRate rate;
    private ProxySettings settings;
    private PeerExchange peer;
    private boolean buffering;
    private boolean congested;
    private boolean broken;
    private int interims;

    Answer(UpstreamRequest request) {
        this.request = request;
        this.rate = new ReadRate(request);
    }

    /** A request is about to be sent. */
    void begin(ProxySettings of, PeerExchange with, boolean toHead) {
        settings = of;
        peer = with;
        buffering = of.buffering;
        congested = false;
        broken = false;
        interims = 0;
        rate.begin(request.exchange(), of.buffering ? of.limitRate : null);
        with.begin(of, toHead);
    }

    @Override
    public void onInterim(ResponseHead head) {
        if (++interims > MOST_INTERIMS) {
            onGarbage(Failure.INVALID_HEADER, "upstream sent too many interim responses");
        } else if (head.status() == EarlyHints.STATUS) {
            EarlyHints.pass(request.exchange(), settings, head);
        }
    }

    @Override
    public void onHead(ResponseHead head) {
        int status = head.status();
        request.attempts().header(status, request.nowNanos());
        Exchange x = request.exchange();
        boolean upgraded = status == 101;
        if (upgraded && !Passage.isAskedFor(x, head)) {
            unasked(x);
            return;
        }
        if (request.passOn(status) || AccelRedirect.follow(request, settings, head)
                || Interception.take(request, settings, head)) {
            return;
        }
        try {
            store.begin(x, settings, head);
        } catch (IOException e) {
            x.log(Level.CRIT, "the answer cannot be stored: " + e.getMessage());
        }
        request.answering();
        Reply reply = x.reply();
        fill(x, reply, head);
        reply.send();
        if (upgraded) {
            request.tunnel();
        } else if (!buffering) {
            reply.flush();
        }
    }

    /** The upstream speaks another protocol, and its client would take what that says for answers. */
    private void unasked(Exchange x) {
        request.log(Level.ERROR, "upstream switched to a protocol that nobody had asked for while reading response header"
                + " from upstream");
        request.answering();
        x.reply().reset();
        x.reply().status(502);
        x.reply().contentLength(0);
        x.reply().send();
        request.answered(false);
    }

    private void fill(Exchange x, Reply reply, ResponseHead head) {
        reply.reset();
        reply.status(head.status());
        reply.judged(true);
        Fields fields = head.fields();
        byte[] b = fields.buffer();
        if (head.reasonEnd() > head.reasonStart()) {
            reply.reason().set(b, head.reasonStart(), head.reasonEnd());
        }
        AnswerFields rules = settings.fields;
        int seen = 0;
        for (int i = 0; i < fields.count(); i++) {
            int name = fields.nameStart(i);
            int nameEnd = fields.nameEnd(i);
            int number = rules.number(b, name, nameEnd);
            if (number == NameSet.NONE) {
                reply.headers().add(b, name, nameEnd, fields.valueStart(i), fields.valueEnd(i));
            } else if ((seen & rules.onceBit(number)) != 0) {
                request.log(Level.WARN, "upstream sent duplicate header line: \"" + fields.name(i) + ": " + fields.value(i)
                        + "\", ignored while reading response header from upstream");
            } else {
                seen |= rules.onceBit(number);
                special(x, reply, fields, i, number);
            }
        }
        reply.contentLength(head.declaredLength());
        if (settings.passTrailers && peer.mayTrail()) {
            reply.trailers().expect(this);
        }
        reply.rangesAllowed(settings.forceRanges);
        sticky(x, reply);
    }

    private void special(Exchange x, Reply reply, Fields fields, int line, int number) {
        int special = settings.fields.special(number);
        if (special == AnswerFields.ACCEL_BUFFERING && settings.heeds(Accel.X_ACCEL_BUFFERING)) {
            buffering = fields.valueIs(line, "yes") || !fields.valueIs(line, "no") && buffering;
        }
        if (special == AnswerFields.ACCEL_LIMIT_RATE && settings.heeds(Accel.X_ACCEL_LIMIT_RATE)) {
            UpstreamWishes.limitRate(x, fields.value(line));
        }
        if (special == AnswerFields.ACCEL_CHARSET && settings.heeds(Accel.X_ACCEL_CHARSET)) {
            UpstreamWishes.charset(x, fields.value(line));
        }
        if (settings.fields.isKept(number) || special == AnswerFields.ACCEPT_RANGES && settings.forceRanges) {
            return;
        }
        if (HeaderRewrite.rewrites(settings, special)) {
            HeaderRewrite.add(x, settings, special, reply.headers(), fields, line);
        } else {
            reply.headers().add(fields.buffer(), fields.nameStart(line), fields.nameEnd(line), fields.valueStart(line),
                    fields.valueEnd(line));
        }
    }

    private void sticky(Exchange x, Reply reply) {
        Output text = x.loop().text();
        if (request.stickyCookie(text)) {
            reply.headers().add(SET_COOKIE, text);
        }
    }

    @Override
    public void addTo(Exchange x, HeaderList trailers) {
        Fields fields = peer.trailers();
        for (int i = 0; fields != null && i < fields.count(); i++) {
            if (settings.fields.mayTrail(fields, i)) {
                trailers.add(fields.buffer(), fields.nameStart(i), fields.nameEnd(i), fields.valueStart(i), fields.valueEnd(i));
            }
        }
    }

    @Override
    public boolean onBody(byte[] b, int from, int length) {
        request.attempts().body(length);
        Exchange x = request.exchange();
        if (store.isOpen()) {
            store(x, b, from, length);
        }
        if (congested || overflow.isPending()) {
            return keep(x, b, from, length);
        }
        boolean more = x.reply().write(b, from, length);
        if (!buffering) {
            return x.reply().flush() && more;
        }
        // What comes from now on goes into a file, if there may be one.
        congested = !more;
        return more || settings.maxTempFileSize > 0;
    }

    @Override
    public int allowed(int length) {
        return rate.allowed(length);
    }

    private void store(Exchange x, byte[] b, int from, int length) {
        try {
            store.keep(b, from, length);
        } catch (IOException e) {
            x.log(Level.CRIT, "the answer cannot be stored: " + e.getMessage());
            store.discard();
        }
    }

    private boolean keep(Exchange x, byte[] b, int from, int length) {
        try {
            return overflow.keep(x, settings, b, from, length);
        } catch (IOException e) {
            request.fail(Failure.INTERNAL, e.getMessage() + " while reading upstream");
            return false;
        }
    }

    /** The client takes more: whether it has got all that was kept for it. */
    boolean drained(Exchange x) {
        congested = false;
        try {
            overflow.drain(x.reply());
        } catch (IOException e) {
            request.fail(Failure.INTERNAL, e.getMessage() + " while sending to client");
            return false;
        }
        return !overflow.isPending();
    }

    /** The upstream's part will not come to its end, or cannot be kept: whether the client gets first what waits for it. */
    boolean breakOff(Exchange x, Failure failure) {
        broken = failure.side == Failure.Side.UPSTREAM && overflow.isPending();
        if (!broken) {
            overflow.discard();
            Endings.cut(x);
        }
        return broken;
    }

    /** The client has got all that waited for it. */
    void end(Exchange x) {
        if (broken) {
            Endings.cut(x);
        } else {
            x.reply().end();
        }
    }

    /** Whether reading waits for something else than the client. */
    boolean isHeldBack() {
        return rate.rests();
    }

    /** Whether the body must not be moved by the kernel alone. */
    boolean hasToSeeAll() {
        return store.isOpen() || rate.isLimited();
    }

    /** Nothing more is read. What was read may still be on its way to the client. */
    void stop() {
        rate.stop();
        store.discard();
    }

    Store store() {
        return store;
    }

    Overflow overflow() {
        return overflow;
    }

    @Override
    public void onComplete(boolean clean) {
        if (!clean) {
            request.log(Level.WARN, "upstream sent more data than specified in its response while reading upstream");
        }
        request.answered(clean);
    }

    @Override
    public void onGarbage(Failure failure, String words) {
        boolean head = failure == Failure.INVALID_HEADER || failure == Failure.HEADER_TOO_BIG;
        request.fail(failure, words + (head ? " while reading response header from upstream" : " while reading upstream"));
    }
}
