package millrace.gateway.config;

import java.util.Locale;

/** Where a directive may stand; in nginx's words, except that nginx has no words for the two kinds of {@code if}, of {@code server} and of {@code upstream}. */
public enum Context {
    MAIN,
    EVENTS,
    HTTP,
    UPSTREAM,
    SERVER,
    LOCATION,
    IF_IN_SERVER,
    IF_IN_LOCATION,
    LIMIT_EXCEPT,
    STREAM,
    UPSTREAM_IN_STREAM,
    SERVER_IN_STREAM;

    /** As the documentation of nginx says it. */
    public String words() {
        return name().toLowerCase(Locale.ROOT).replaceFirst("_in_", " in ");
    }
}
