package millrace.http.jdk;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpPrincipal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import millrace.http.HttpException;
import millrace.http.Request;
import millrace.http.Response;
import millrace.http.codec.Fields;
import millrace.loop.stall.Described;
import millrace.loop.stall.Handling;
import millrace.loop.stall.LoopWatch;

/**
 * A request and its response for a handler of the JDK's kind.
 *
 * <p>Made on the loop, which takes all from the request that does not outlive the loop's buffer; used on one thread of
 * the application at a time.
 */
final class Exchange extends HttpExchange implements Described {
    private final Request request;
    private final Response response;
    private final Contexts contexts;
    private final Headers requestHeaders;
    private final Headers responseHeaders = new Headers();
    private final String method;
    private final String target;
    private final String protocol;
    private final ResponseBodyStream responseBody;
    private InputStream in;
    private OutputStream out;
    private Map<String, Object> attributes;
    private URI uri;
    private Context context;
    private HttpPrincipal principal;
    private int responseCode = -1;

    Exchange(Request request, Response response, Contexts contexts) {
        this.request = request;
        this.response = response;
        this.contexts = contexts;
        this.method = request.method();
        this.target = request.target();
        this.protocol = request.head().minorVersion() == 0 ? "HTTP/1.0" : "HTTP/1.1";
        this.requestHeaders = headers(request.headers());
        this.in = request.contentLength() == 0 ? InputStream.nullInputStream() : new RequestBodyStream(request);
        this.responseBody = new ResponseBodyStream(request.loop(), response, responseHeaders);
        this.out = responseBody;
    }

    private static Headers headers(Fields fields) {
        Headers headers = new Headers();
        for (int i = 0; i < fields.count(); i++) {
            headers.add(fields.name(i), fields.value(i));
        }
        return Headers.of(headers);
    }

    /** Answers on the application's thread: a virtual one is watched, so that it does not keep its carrier for long. */
    void run() {
        if (!Thread.currentThread().isVirtual()) {
            answer();
            return;
        }
        try (Handling _ = LoopWatch.shared().handling(this)) {
            answer();
        }
    }

    @Override
    public String describe() {
        String what = method + " " + target;
        return context == null ? what : what + " (handler: " + Described.nameOf(context.getHandler()) + ")";
    }

    /** Finds the context and lets it answer. */
    private void answer() {
        try {
            uri = uri();
            String path = uri.getPath();
            context = contexts.find(path == null || path.isEmpty() ? "/" : path);
            if (context == null) {
                throw new HttpException(404, "no context for this path");
            }
            context.handle(this);
        } catch (Throwable t) {
            fail(t);
        }
    }

    /** A target that begins with {@code //} is refused: as a URI its first segment would be a host, and not looked at. */
    private URI uri() throws HttpException {
        if (target.startsWith("//")) {
            throw new HttpException(400, "the request target begins with //");
        }
        try {
            return new URI(target);
        } catch (URISyntaxException e) {
            throw new HttpException(400, "the request target is not a URI: " + e.getReason());
        }
    }

    private void fail(Throwable t) {
        responseBody.abandon();
        request.loop().execute(() -> response.fail(t));
    }

    void principal(HttpPrincipal known) {
        principal = known;
    }

    @Override
    public Headers getRequestHeaders() {
        return requestHeaders;
    }

    @Override
    public Headers getResponseHeaders() {
        return responseHeaders;
    }

    @Override
    public URI getRequestURI() {
        return uri;
    }

    @Override
    public String getRequestMethod() {
        return method;
    }

    @Override
    public HttpContext getHttpContext() {
        return context;
    }

    /** Without an answer until now the client is not left waiting: it gets a 500. */
    @Override
    public void close() {
        try {
            in.close();
            if (responseCode < 0) {
                fail(new IOException("the exchange was closed without an answer"));
            } else {
                out.close();
            }
        } catch (IOException e) {
            fail(e);
        }
    }

    @Override
    public InputStream getRequestBody() {
        return in;
    }

    @Override
    public OutputStream getResponseBody() {
        return out;
    }

    @Override
    public void sendResponseHeaders(int status, long length) throws IOException {
        if (responseCode >= 0) {
            throw new IOException("the response headers have been sent already");
        }
        if (status >= 100 && status < 200) {
            if (status > 101) {
                responseBody.inform(status);
            }
            return; // 100 is sent by the server itself when the body is read, 101 needs an upgrade.
        }
        responseCode = status;
        responseBody.open(status, method.equals("HEAD"), length);
    }

    @Override
    public InetSocketAddress getRemoteAddress() {
        return onLoop(request::remoteAddress);
    }

    @Override
    public InetSocketAddress getLocalAddress() {
        return onLoop(request::localAddress);
    }

    /** Only the loop can tell whether the descriptor still is this connection's. */
    private InetSocketAddress onLoop(Callable<SocketAddress> question) {
        try {
            Callable<SocketAddress> ifOpen = () -> request.connection().isOpen() ? question.call() : null;
            SocketAddress address = request.loop().submit(ifOpen).toCompletableFuture().get();
            return address instanceof InetSocketAddress inet ? inet : null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public int getResponseCode() {
        return responseCode;
    }

    @Override
    public String getProtocol() {
        return protocol;
    }

    @Override
    public Object getAttribute(String name) {
        Objects.requireNonNull(name);
        return attributes == null ? null : attributes.get(name);
    }

    @Override
    public void setAttribute(String name, Object value) {
        Objects.requireNonNull(name);
        if (attributes == null) {
            attributes = new HashMap<>();
        }
        attributes.put(name, value);
    }

    @Override
    public void setStreams(InputStream input, OutputStream output) {
        in = input == null ? in : input;
        out = output == null ? out : output;
    }

    @Override
    public HttpPrincipal getPrincipal() {
        return principal;
    }
}
