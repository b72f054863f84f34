package millrace.http;

import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import millrace.http.codec.Fields;
import millrace.http.codec.RequestHead;
import millrace.loop.Connection;
import millrace.loop.EventLoop;

/**
 * A request. Readable until its response has ended, on the loop's thread.
 *
 * <p>The body comes by one of {@link #body}, {@link #bytes} and {@link #text}, and stays with the client until it is
 * asked for; a body that is never asked for is thrown away.
 */
public final class Request {
    /** What {@link #bytes()} and {@link #text()} collect at most. */
    public static final int COLLECTED_BYTES = 1 << 20;

    final RequestHead head = new RequestHead();
    final BodyIntake intake = new BodyIntake();
    private Carrier connection;
    private Parameters parameters;

    Request() {}

    void begin(Carrier owner) {
        connection = owner;
        parameters = null;
        head.reset();
    }

    /** As sent: {@code GET}, {@code POST}, … */
    public String method() {
        return head.method();
    }

    /** The request target as sent. */
    public String target() {
        return head.target();
    }

    /** The path, without the query and not decoded. */
    public String path() {
        return head.path();
    }

    /** Whether the path is this one; cheaper than comparing with {@link #path}. */
    public boolean pathIs(String path) {
        return head.pathIs(path);
    }

    /** What follows the question mark, not decoded, or null. */
    public String query() {
        return head.query();
    }

    /**
     * The parameters in the query.
     *
     * @throws HttpException 400 when they are not encoded as they must be
     */
    public Parameters parameters() throws HttpException {
        if (parameters == null) {
            parameters = Parameters.of(query());
        }
        return parameters;
    }

    /** Host and port that the client asked for, or null when an HTTP/1.0 client named none. */
    public String authority() {
        return head.authority();
    }

    /** The value of the first field line with a name, or null. */
    public String header(String name) {
        return head.fields().get(name);
    }

    /** All field lines, in order. */
    public Fields headers() {
        return head.fields();
    }

    /** The head as the codec sees it. */
    public RequestHead head() {
        return head;
    }

    /** Bytes of the body: 0 for none, −1 when it is not known beforehand. */
    public long contentLength() {
        return head.contentLength();
    }

    /** The trailer fields; null when there are none, or the body has not been read to its end. */
    public Fields trailers() {
        return intake.isComplete() ? intake.decoder().trailers() : null;
    }

    /**
     * The body as it arrives. One subscriber, on the loop's thread; each buffer is the subscriber's own. Asking for the
     * first one sends {@code 100 Continue} where the client waits for it.
     */
    public Flow.Publisher<ByteBuffer> body() {
        return intake.publisher(connection);
    }

    /**
     * The whole body, on the loop.
     *
     * @param mostBytes a longer one fails with {@link HttpException} 413
     */
    public CompletionStage<byte[]> bytes(int mostBytes) {
        BodyCollector collector = new BodyCollector(head.contentLength(), mostBytes);
        body().subscribe(collector);
        return collector.result();
    }

    /** The whole body, up to {@link #COLLECTED_BYTES}. */
    public CompletionStage<byte[]> bytes() {
        return bytes(COLLECTED_BYTES);
    }

    /** The whole body as UTF-8, up to {@link #COLLECTED_BYTES}. */
    public CompletionStage<String> text() {
        return bytes().thenApply(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    public SocketAddress remoteAddress() {
        return connection().remoteAddress();
    }

    public SocketAddress localAddress() {
        return connection().localAddress();
    }

    /** The connection below. What is written to it here goes between responses: it is for looking. */
    public Connection connection() {
        return connection.stream;
    }

    /** The loop that request and response belong to. */
    public EventLoop loop() {
        return connection.server.loop;
    }
}
