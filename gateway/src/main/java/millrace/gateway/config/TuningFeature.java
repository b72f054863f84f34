package millrace.gateway.config;

import static millrace.gateway.config.Context.EVENTS;
import static millrace.gateway.config.Context.HTTP;
import static millrace.gateway.config.Context.IF_IN_LOCATION;
import static millrace.gateway.config.Context.LOCATION;
import static millrace.gateway.config.Context.MAIN;
import static millrace.gateway.config.Context.SERVER;
import static millrace.gateway.config.Context.SERVER_IN_STREAM;
import static millrace.gateway.config.Context.STREAM;

/**
 * Directives of nginx that tune what is not here, or is tuned by itself: their arguments are checked, and nothing
 * follows. A file that works there works here; each says in its documentation why it may be left out.
 */
public final class TuningFeature implements Feature {
    private static final Context[] SERVERS = {HTTP, SERVER};
    private static final Context[] LOCATIONS = {HTTP, SERVER, LOCATION};
    private static final String HASH = "Nothing: tables of names grow by themselves.";
    private static final String POOL = "Nothing: memory of requests is used again, not pooled by size.";

    /** What an argument has to be. */
    private interface Check {
        void of(Statement s, String value) throws ConfigException;
    }

    @Override
    public void register(Registry r) {
        files(r);
        process(r);
        events(r);
        hashes(r);
        sending(r);
        tls(r);
        others(r);
    }

    /** Main files have these for the applications of some of their servers; without {@code fastcgi_pass} they mean nothing. */
    private static void others(Registry r) {
        for (String protocol : new String[] {"fastcgi", "uwsgi", "scgi"}) {
            for (String each : new String[] {"temp_path", "buffers", "buffer_size", "busy_buffers_size", "connect_timeout",
                "send_timeout", "read_timeout", "temp_file_write_size", "max_temp_file_size", "intercept_errors",
                "buffering", "request_buffering", "ignore_client_abort", "hide_header", "param"}) {
                any(r, protocol + "_" + each, 1, 4, "Nothing, as long as there is no `" + protocol + "_pass`.", LOCATIONS)
                        .repeated().set(checks((s, v) -> {}));
            }
        }
        any(r, "fastcgi_index", 1, 1, "Nothing, as long as there is no `fastcgi_pass`.", LOCATIONS)
                .set(checks((s, v) -> {}));
    }

    private static void files(Registry r) {
        r.directive("include", Context.values()).repeated().shown("file or pattern")
                .doc("Other files, read in its place; names are relative to the folder of the main file, `*`, `?` and"
                        + " `[a-z]` match.")
                .set((scope, s) -> {
                    throw new IllegalStateException("the parser resolves inclusion");
                });
        any(r, "load_module", 1, 1, "Nothing, but a warning: there are no modules to load.", MAIN).repeated()
                .set((scope, s) -> scope.configuration().warn(s.place(),
                        "\"load_module\" is ignored: what " + s.arg(0) + " does is built in or missing"));
    }

    private static void process(Registry r) {
        any(r, "worker_rlimit_nofile", 1, 1, "Nothing: the limit of descriptors is raised to the hard one.", MAIN)
                .set(checks(Values::number));
        any(r, "worker_rlimit_core", 1, 1, "Nothing: the limit of core files is that of who starts it.", MAIN)
                .set(checks(Values::offset));
        any(r, "worker_cpu_affinity", 1, Integer.MAX_VALUE,
                "Nothing: loops are pinned one to a core if there are as many.", MAIN)
                .set(checks((s, v) -> {}));
        any(r, "worker_priority", 1, 1, "Nothing: use `Nice=` of systemd.", MAIN).set(checks((s, v) -> {}));
        any(r, "timer_resolution", 1, 1, "Nothing: time is read once a turn of the loop.", MAIN)
                .set(checks(Values::millis));
        any(r, "lock_file", 1, 1, "Nothing: no locks between processes.", MAIN).set(checks((s, v) -> {}));
        any(r, "debug_points", 1, 1, "Nothing.", MAIN).set(checks((s, v) -> {}));
        any(r, "pcre_jit", 1, 1, "Nothing: patterns are compiled by the JVM anyway.", MAIN).set(checks(Values::flag));
        any(r, "thread_pool", 2, 3, "Nothing: threads for files are shared and counted by themselves.", MAIN).repeated()
                .set(checks((s, v) -> {}));
        any(r, "env", 1, 1, "Nothing: the environment is kept whole.", MAIN).repeated().set(checks((s, v) -> {}));
        any(r, "working_directory", 1, 1, "Nothing: it is where core files went.", MAIN).set(checks((s, v) -> {}));
        any(r, "google_perftools_profiles", 1, 1, "Nothing: use flight recordings.", MAIN).set(checks((s, v) -> {}));
    }

    private static void events(Registry r) {
        any(r, "multi_accept", 1, 1, "Nothing: each turn accepts up to a budget.", EVENTS).set(checks(Values::flag));
        any(r, "accept_mutex", 1, 1, "Nothing: the kernel spreads connections over loops.", EVENTS)
                .set(checks(Values::flag));
        any(r, "accept_mutex_delay", 1, 1, "Nothing, as `accept_mutex`.", EVENTS).set(checks(Values::millis));
        any(r, "worker_aio_requests", 1, 1, "Nothing: files are read by a pool of threads.", EVENTS)
                .set(checks(Values::number));
        any(r, "epoll_events", 1, 1, "Nothing.", EVENTS).set(checks(Values::number));
        any(r, "debug_connection", 1, 1, "Nothing: set the level with `error_log`.", EVENTS).repeated()
                .set(checks((s, v) -> {}));
    }

    private static void hashes(Registry r) {
        for (String table : new String[] {"server_names", "variables", "map"}) {
            hash(r, table, HTTP, STREAM);
        }
        hash(r, "referer", SERVER, LOCATION);
        hash(r, "types", LOCATIONS);
        hash(r, "proxy_headers", LOCATIONS);
    }

    private static void hash(Registry r, String table, Context... contexts) {
        any(r, table + "_hash_max_size", 1, 1, HASH, contexts).set(checks(Values::number));
        any(r, table + "_hash_bucket_size", 1, 1, HASH, contexts).set(checks(Values::number));
    }

    private static void sending(Registry r) {
        any(r, "connection_pool_size", 1, 1, POOL, SERVERS).set(checks(Values::size));
        any(r, "request_pool_size", 1, 1, POOL, SERVERS).set(checks(Values::size));
        any(r, "output_buffers", 2, 2, "Nothing: files go through the kernel.", LOCATIONS).set(countAndSize());
        any(r, "postpone_output", 1, 1, "Nothing: what one turn of the loop writes is sent in one piece.", LOCATIONS)
                .set(checks(Values::size));
        any(r, "send_lowat", 1, 1, "Nothing: Linux has no such mark.", LOCATIONS).set(checks(Values::size));
        any(r, "proxy_buffer_size", 1, 1, "Nothing: what has come is passed on from the loop's own buffer.", STREAM,
                SERVER_IN_STREAM)
                .set(checks(Values::size));
        any(r, "proxy_send_lowat", 1, 1, "Nothing: Linux has no such mark.", LOCATIONS).set(checks(Values::size));
        any(r, "sendfile", 1, 1, "Nothing: files go through the kernel wherever nothing has to see them.", HTTP,
                SERVER, LOCATION, IF_IN_LOCATION)
                .set(checks(Values::flag));
        any(r, "sendfile_max_chunk", 1, 1, "Nothing: connections take turns.", LOCATIONS).set(checks(Values::size));
        any(r, "tcp_nopush", 1, 1, "Nothing: head and body leave together.", LOCATIONS).set(checks(Values::flag));
        any(r, "tcp_nodelay", 1, 1, "Nothing: it is on.", HTTP, SERVER, LOCATION, STREAM,
                SERVER_IN_STREAM).set(checks(Values::flag));
        any(r, "keepalive_min_timeout", 1, 1, "Nothing: idle connections outlive a reload.", LOCATIONS)
                .set(checks(Values::millis));
        any(r, "reset_timedout_connection", 1, 1, "Nothing: connections that time out are closed at once.", LOCATIONS)
                .set(checks(Values::flag));
        any(r, "open_file_cache_events", 1, 1, "Nothing.", LOCATIONS).set(checks(Values::flag));
        any(r, "aio", 1, 1, "Nothing: files that are not in memory are read by a pool of threads.", LOCATIONS)
                .set(checks((s, v) -> {}));
        any(r, "aio_write", 1, 1, "Nothing, as `aio`.", LOCATIONS).set(checks(Values::flag));
        any(r, "directio", 1, 1, "Nothing: files go through the page cache.", LOCATIONS)
                .set(checks((s, v) -> offOr(s, v, Values::offset)));
        any(r, "directio_alignment", 1, 1, "Nothing, as `directio`.", LOCATIONS).set(checks(Values::offset));
        any(r, "read_ahead", 1, 1, "Nothing: the kernel decides.", LOCATIONS).set(checks(Values::size));
        any(r, "msie_padding", 1, 1, "Nothing: these browsers are gone.", LOCATIONS).set(checks(Values::flag));
        any(r, "msie_refresh", 1, 1, "Nothing: these browsers are gone.", LOCATIONS).set(checks(Values::flag));
    }

    /** Debian's main file has some of these; what needs TLS says {@code listen ... ssl}, and that is refused. */
    private static void tls(Registry r) {
        for (String each : new String[] {"protocols", "prefer_server_ciphers", "ciphers", "session_cache",
            "session_timeout", "session_tickets", "ecdh_curve", "dhparam", "buffer_size"}) {
            any(r, "ssl_" + each, 1, Integer.MAX_VALUE, "Nothing, as long as there is no TLS.", SERVERS)
                    .set(checks((s, v) -> {}));
        }
    }

    private static Declaration any(Registry r, String name, int min, int max, String doc, Context... contexts) {
        return r.directive(name, contexts).args(min, max).doc(doc).unlessDeclared();
    }

    private static Directive.Action checks(Check check) {
        return (scope, s) -> {
            for (String each : s.args()) {
                check.of(s, each);
            }
        };
    }

    private static Directive.Action countAndSize() {
        return (scope, s) -> {
            Values.number(s, s.arg(0));
            Values.size(s, s.arg(1));
        };
    }

    private static void offOr(Statement s, String value, Check check) throws ConfigException {
        if (!value.equals("off")) {
            check.of(s, value);
        }
    }
}
