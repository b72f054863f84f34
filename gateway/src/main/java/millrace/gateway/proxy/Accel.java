package millrace.gateway.proxy;

/** Fields of an answer that are for the gateway, as {@code proxy_ignore_headers} names them. */
enum Accel {
    X_ACCEL_REDIRECT("X-Accel-Redirect"),
    X_ACCEL_EXPIRES("X-Accel-Expires"),
    X_ACCEL_LIMIT_RATE("X-Accel-Limit-Rate"),
    X_ACCEL_BUFFERING("X-Accel-Buffering"),
    X_ACCEL_CHARSET("X-Accel-Charset"),
    // These concern a cache only; there is none, and they go to the client whatever is said of them.
    EXPIRES("Expires"),
    CACHE_CONTROL("Cache-Control"),
    SET_COOKIE("Set-Cookie"),
    VARY("Vary");

    final String field;

    Accel(String field) {
        this.field = field;
    }
}
