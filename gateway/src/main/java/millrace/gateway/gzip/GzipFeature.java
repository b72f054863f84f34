package millrace.gateway.gzip;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Context;
import millrace.gateway.config.Feature;
import millrace.gateway.config.Registry;
import millrace.gateway.config.Scope;
import millrace.gateway.config.Statement;
import millrace.gateway.config.Values;
import millrace.gateway.exchange.Phase;
import millrace.gateway.exchange.TypeSet;
import millrace.gateway.pattern.Pattern;

/** Compressed bodies: nginx's modules gzip, gzip_static and gunzip. */
public final class GzipFeature implements Feature {
    private static final Context[] ALL = {Context.HTTP, Context.SERVER, Context.LOCATION};
    private static final Context[] ALL_AND_IF = {Context.HTTP, Context.SERVER, Context.LOCATION, Context.IF_IN_LOCATION};

    @Override
    public void register(Registry registry) {
        whatAndHow(registry);
        forWhom(registry);
        ready(registry);
        ineffective(registry);
    }

    private static void whatAndHow(Registry registry) {
        registry.directive("gzip", ALL_AND_IF)
                .since("0.1.0")
                .doc("Whether bodies are compressed on their way.")
                .flag(GzipSettings.KEY, (s, on) -> s.on = on);
        registry.directive("gzip_types", ALL)
                .since("0.1.0")
                .doc("The content types that are, besides `text/html`; `*` for all.")
                .shown("type ...")
                .argsFrom(1)
                .set((scope, s) -> scope.get(GzipSettings.KEY).types = TypeSet.withHtml(s.args()));
        registry.directive("gzip_min_length", ALL)
                .since("0.1.0")
                .doc("Bodies that are known to be shorter are left as they are.")
                .size(GzipSettings.KEY, (s, size) -> s.minLength = size);
        registry.directive("gzip_comp_level", ALL)
                .since("0.1.0")
                .doc("How hard to try, from 1 to 9.")
                .shown("level")
                .set((scope, s) -> {
                    int level = Values.number(s, s.arg(0));
                    if (level < 1 || level > 9) {
                        throw s.error("value must be between 1 and 9", "\"gzip_comp_level\" is " + level);
                    }
                    scope.get(GzipSettings.KEY).level = level;
                });
    }

    private static void forWhom(Registry registry) {
        registry.directive("gzip_vary", ALL)
                .since("0.1.0")
                .doc("Whether caches are told by `Vary: Accept-Encoding`.")
                .flag(GzipSettings.KEY, (s, on) -> s.vary = on);
        registry.directive("gzip_http_version", ALL)
                .since("0.1.0")
                .doc("The oldest version of HTTP whose clients get it.")
                .word(GzipSettings.KEY, List.of("1.0", "1.1"), (s, version) -> s.oldClients = version.equals("1.0"));
        registry.directive("gzip_proxied", ALL)
                .since("0.1.0")
                .doc("Which replies to requests with a field `Via` are compressed.")
                .words(GzipSettings.KEY, proxiedWords(), (s, words) -> {
                    s.proxied = EnumSet.noneOf(GzipSettings.Proxied.class);
                    words.forEach(w -> s.proxied.add(GzipSettings.Proxied.valueOf(w.toUpperCase(Locale.ROOT).replace('-', '_'))));
                });
        registry.directive("gzip_disable", ALL)
                .since("0.6.23")
                .doc("Patterns of `User-Agent` that do not get it.")
                .shown("pattern ...")
                .argsFrom(1)
                .repeated()
                .set(GzipFeature::disable);
    }

    /** As nginx has them: some with a dash, some with a line below. */
    private static List<String> proxiedWords() {
        return List.of("off", "expired", "no-cache", "no-store", "private", "no_last_modified", "no_etag", "auth", "any");
    }

    private static void disable(Scope scope, Statement s) throws ConfigException {
        GzipSettings settings = scope.get(GzipSettings.KEY);
        if (settings.disabled == null) {
            settings.disabled = new ArrayList<>();
        }
        for (String each : s.args()) {
            String pattern = each.equals("msie6") ? "MSIE [4-6]\\." : each;
            settings.disabled.add(Pattern.compile(pattern, true, s.place()));
        }
    }

    private static void ready(Registry registry) {
        registry.directive("gzip_static", ALL)
                .since("0.6.24")
                .doc("Whether a file of the same name with `.gz` at its end is sent in its place, to clients that take it or to all.")
                .word(GzipSettings.KEY, GzipSettings.Ready.class, (s, word) -> s.ready = word);
        registry.directive("gunzip", ALL)
                .since("1.3.6")
                .doc("Whether compressed bodies are expanded for clients that do not take them.")
                .flag(GzipSettings.KEY, (s, on) -> s.expands = on);
        registry.phase(Phase.CONTENT, new GzipStatic());
    }

    private static void ineffective(Registry registry) {
        for (String name : new String[] {"gzip_buffers", "gunzip_buffers"}) {
            registry.directive(name, ALL)
                    .since("0.1.0")
                    .doc("Nothing: each loop has one buffer for it.")
                    .shown("number size")
                    .args(2, 2)
                    .set((scope, s) -> {
                        Values.number(s, s.arg(0));
                        Values.size(s, s.arg(1));
                    });
        }
        for (String name : new String[] {"gzip_window", "gzip_hash", "postpone_gzipping"}) {
            registry.directive(name, ALL)
                    .since("0.1.0")
                    .doc("Nothing: zlib's own sizes are used.")
                    .size(GzipSettings.KEY, (s, size) -> { });
        }
        registry.directive("gzip_no_buffer", ALL)
                .since("0.1.0")
                .doc("Nothing: what an upstream sends unbuffered is flushed anyway.")
                .flag(GzipSettings.KEY, (s, on) -> { });
    }
}
