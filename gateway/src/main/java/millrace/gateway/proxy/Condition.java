package millrace.gateway.proxy;

import java.util.List;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Statement;

/** The conditions of {@code proxy_next_upstream}, as bits. */
final class Condition {
    static final int ERROR = 1;
    static final int TIMEOUT = 1 << 1;
    static final int INVALID_HEADER = 1 << 2;
    static final int HTTP_500 = 1 << 3;
    static final int HTTP_502 = 1 << 4;
    static final int HTTP_503 = 1 << 5;
    static final int HTTP_504 = 1 << 6;
    static final int HTTP_403 = 1 << 7;
    static final int HTTP_404 = 1 << 8;
    static final int HTTP_429 = 1 << 9;
    static final int NON_IDEMPOTENT = 1 << 10;

    static final int DEFAULT = ERROR | TIMEOUT;

    static final List<String> WORDS = List.of("error", "timeout", "invalid_header", "http_500", "http_502", "http_503",
            "http_504", "http_403", "http_404", "http_429", "non_idempotent", "updating", "off");

    private Condition() {}

    static int of(Statement statement) throws ConfigException {
        int bits = 0;
        for (String word : statement.args()) {
            int index = WORDS.indexOf(word);
            if (index < 0) {
                throw statement.error("invalid value \"" + word + "\"", "one of " + String.join(", ", WORDS));
            }
            if (word.equals("off")) {
                return 0;
            }
            // "updating" is of a cache, which there is none of.
            bits |= word.equals("updating") ? 0 : 1 << index;
        }
        return bits;
    }

    /** The condition that an answer's status is, or 0. */
    static int ofStatus(int status) {
        return switch (status) {
            case 500 -> HTTP_500;
            case 502 -> HTTP_502;
            case 503 -> HTTP_503;
            case 504 -> HTTP_504;
            case 403 -> HTTP_403;
            case 404 -> HTTP_404;
            case 429 -> HTTP_429;
            default -> 0;
        };
    }

    /** A request with such a method may have been acted on when its answer is missing: it is not repeated unasked. */
    static boolean isIdempotent(String method) {
        return switch (method) {
            case "POST", "LOCK", "PATCH" -> false;
            default -> true;
        };
    }
}
