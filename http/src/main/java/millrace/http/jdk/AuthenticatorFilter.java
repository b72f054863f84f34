package millrace.http.jdk;

import com.sun.net.httpserver.Authenticator;
import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;

/** Lets through whom an authenticator knows, and answers the others as it says. */
final class AuthenticatorFilter extends Filter {
    private final Authenticator authenticator;

    AuthenticatorFilter(Authenticator authenticator) {
        this.authenticator = authenticator;
    }

    @Override
    public String description() {
        return "authenticates by " + authenticator.getClass().getName();
    }

    @Override
    public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
        switch (authenticator.authenticate(exchange)) {
            case Authenticator.Success success -> {
                ((Exchange) exchange).principal(success.getPrincipal());
                chain.doFilter(exchange);
            }
            case Authenticator.Retry retry -> refuse(exchange, retry.getResponseCode());
            case Authenticator.Failure failure -> refuse(exchange, failure.getResponseCode());
            case Authenticator.Result other -> throw new IllegalStateException("neither yes nor no: " + other);
        }
    }

    private static void refuse(HttpExchange exchange, int status) throws IOException {
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }
}
