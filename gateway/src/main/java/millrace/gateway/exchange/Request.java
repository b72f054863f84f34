package millrace.gateway.exchange;

import millrace.http.codec.RequestHead;

/** What is asked for: the part of an {@link Exchange} that comes from the client, and what became of it on the way. */
public abstract sealed class Request permits Exchange {
    private final GatewayLoop loop;
    private final RequestHead ownHead = new RequestHead();
    private final Text uri = new Text();
    private final Text args = new Text();
    private final Attachments attachments = new Attachments();

    private long serial;
    private Client client;
    private RequestHead head;
    private Exchange parent;
    private String method;
    private long beganNanos;
    private boolean internal;

    Request(GatewayLoop loop) {
        this.loop = loop;
    }

    final void beginMain(Client from) {
        client = from;
        head = ownHead;
        method = ownHead.method();
        beganNanos = loop.events().nowNanos();
    }

    final void beginPart(Exchange whole) {
        client = whole.client();
        head = whole.head();
        parent = whole;
        method = "GET";
        internal = true;
        beganNanos = loop.events().nowNanos();
    }

    final void forget() {
        serial++;
        client = null;
        head = null;
        parent = null;
        method = null;
        internal = false;
        uri.clear();
        args.clear();
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
