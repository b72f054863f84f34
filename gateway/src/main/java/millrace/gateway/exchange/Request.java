package millrace.gateway.exchange;

import millrace.gateway.pattern.Captures;
import millrace.http.codec.RequestHead;

/** What is asked for: the part of an {@link Exchange} that comes from the client, and what became of it on the way. */
public abstract sealed class Request permits Exchange {
    private final GatewayLoop loop;
    private final RequestHead ownHead = new RequestHead();
    private final Text uri = new Text();
    private final Text args = new Text();
    private final Text host = new Text();
    private final Captures captures = new Captures();
    private final Attachments attachments = new Attachments();

    private long serial;
    private Client client;
    private RequestHead head;
    private Exchange parent;
    private String method;
    private long beganNanos;
    private boolean internal;
    private boolean targetIntact;
    private boolean locationIntact;

    Request(GatewayLoop loop) {
        this.loop = loop;
    }

    final void beginMain(Client from) {
        client = from;
        head = ownHead;
        method = ownHead.method();
        targetIntact = true;
        locationIntact = true;
        beganNanos = loop.events().nowNanos();
    }

    final void beginPart(Exchange whole) {
        client = whole.client();
        head = whole.head();
        parent = whole;
        method = "GET";
        internal = true;
        locationIntact = true;
        host.set(whole.host());
        beganNanos = loop.events().nowNanos();
    }

    final void forget() {
        serial++;
        client = null;
        head = null;
        parent = null;
        method = null;
        internal = false;
        targetIntact = false;
        locationIntact = false;
        uri.clear();
        args.clear();
        host.clear();
        captures.clear();
        ownHead.reset();
    }

    public final GatewayLoop loop() {
        return loop;
    }

    /** The connection that it came by. */
    public final Client client() {
        return client;
    }

    /** Different for each use of this object. */
    public final long serial() {
        return serial;
    }

    /** The head that a connection parses into, before the exchange begins. */
    public final RequestHead ownHead() {
        return ownHead;
    }

    /** The request as the client has sent it; of a subrequest, that of the whole. */
    public final RequestHead head() {
        return head;
    }

    /** The client's method, or what an error page or a subrequest has made of it. */
    public final String method() {
        return method;
    }

    public final void method(String other) {
        method = other;
    }

    public final boolean isHead() {
        return "HEAD".equals(method);
    }

    /** The path, decoded and normalised: nginx's {@code $uri}. */
    public final Text uri() {
        return uri;
    }

    /** What follows the question mark; not present when there is none. */
    public final Text args() {
        return args;
    }

    public final void target(String path, String arguments) {
        uri.set(path);
        if (arguments == null) {
            args.clear();
        } else {
            args.set(arguments);
        }
    }

    /** Whom it is for: checked, without port, in lower case. Not present if the client does not say it, or says nonsense. */
    public final Text host() {
        return host;
    }

    /** What the pattern captured that has matched last: {@code $1} and so on. */
    public final Captures captures() {
        return captures;
    }

    /** Whether the path is the one that the client has asked for, so that an upstream may get it as it came. */
    public final boolean isTargetIntact() {
        return targetIntact;
    }

    /** The path was changed. */
    public final void targetChanged() {
        targetIntact = false;
    }

    /** Whether {@code proxy_pass} may put another text in place of the location's: {@code rewrite … break} ends that. */
    public final boolean isLocationIntact() {
        return locationIntact;
    }

    public final void locationIntact(boolean yes) {
        locationIntact = yes;
    }

    /** The request that this is a part of, or {@code null}. */
    public final Exchange parent() {
        return parent;
    }

    /** Whether it did not come from the client as it is: a redirect inside, an error page, a subrequest. */
    public final boolean isInternal() {
        return internal;
    }

    public final void markInternal() {
        internal = true;
    }

    /** When the head was complete: a time of {@link millrace.loop.EventLoop#nowNanos}. */
    public final long beganNanos() {
        return beganNanos;
    }

    /** What features know of this request. */
    public final Attachments attachments() {
        return attachments;
    }

    public final <T> T state(StateKey<T> key) {
        return attachments.get(key);
    }

    public final <T> void state(StateKey<T> key, T value) {
        attachments.put(key, value);
    }
}
