package millrace.http.jdk;

import com.sun.net.httpserver.Authenticator;
import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A path with its handler, filters and authenticator. Any thread. */
final class Context extends HttpContext {
    private final HttpServer server;
    private final String path;
    private final List<Filter> filters = new CopyOnWriteArrayList<>();
    private final Map<String, Object> attributes = new ConcurrentHashMap<>();
    private volatile HttpHandler handler;
    private volatile Authenticator authenticator;

    /** @param server null for a handler that stands alone */
    Context(HttpServer server, String path, HttpHandler handler) {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("the path of a context begins with a slash, and " + path + " does not");
        }
        this.server = server;
        this.path = path;
        this.handler = handler;
    }

    /** Runs authenticator, filters and handler, in this order. */
    void handle(Exchange exchange) throws IOException {
        HttpHandler last = handler;
        if (last == null) {
            throw new IllegalStateException("the context " + path + " has no handler");
        }
        List<Filter> chain = new ArrayList<>(filters);
        Authenticator guard = authenticator;
        if (guard != null) {
            chain.addFirst(new AuthenticatorFilter(guard));
        }
        new Filter.Chain(chain, last).doFilter(exchange);
    }

    @Override
    public HttpHandler getHandler() {
        return handler;
    }

    @Override
    public void setHandler(HttpHandler fresh) {
        Objects.requireNonNull(fresh);
        if (handler != null) {
            throw new IllegalArgumentException("the context has a handler already");
        }
        handler = fresh;
    }

    @Override
    public String getPath() {
        return path;
    }

    @Override
    public HttpServer getServer() {
        return server;
    }

    @Override
    public Map<String, Object> getAttributes() {
        return attributes;
    }

    @Override
    public List<Filter> getFilters() {
        return filters;
    }

    @Override
    public Authenticator setAuthenticator(Authenticator fresh) {
        Authenticator old = authenticator;
        authenticator = fresh;
        return old;
    }

    @Override
    public Authenticator getAuthenticator() {
        return authenticator;
    }
}
