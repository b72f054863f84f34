package millrace.gateway.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import millrace.gateway.body.TempFolder;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Configuration;
import millrace.gateway.config.Context;
import millrace.gateway.config.Declaration;
import millrace.gateway.config.Feature;
import millrace.gateway.config.Registry;
import millrace.gateway.config.Scope;
import millrace.gateway.config.Statement;
import millrace.gateway.config.Values;
import millrace.gateway.balance.Upstreams;
import millrace.gateway.exchange.CoreSettings;
import millrace.gateway.tls.UpstreamTls;
import millrace.gateway.variable.Template;

/** {@code proxy_pass} and the directives around it: nginx's module ngx_http_proxy_module. */
public final class ProxyFeature implements Feature {
    private static final Context[] ALL = {Context.HTTP, Context.SERVER, Context.LOCATION};
    private static final Context[] PLACES = {Context.LOCATION, Context.IF_IN_LOCATION, Context.LIMIT_EXCEPT};

    @Override
    public void register(Registry registry) {
        Objects.requireNonNull(ProxySettings.KEY);
        Objects.requireNonNull(SharedIdle.KEY);
        registry.directive("proxy_pass", PLACES)
                .doc("Where requests go: `http://host[:port][/uri]`, `http://unix:path[:/uri]`, or an `upstream` for the "
                        + "host; `https://` encrypts. A URI takes the place of the location's path. With variables the whole URL is made of them.")
                .shown("URL")
                .set(ProxyFeature::pass);
        new PassDirectives(registry, "proxy_", ProxySettings.KEY).register();
        requests(registry);
        answers(registry);
        buffers(registry);
        storing(registry);
        rewriting(registry);
        ProxyVariables.register(registry);
    }

    private static Declaration directive(Registry registry, String name, String doc) {
        return registry.directive(name, ALL).doc(doc);
    }

    private static void pass(Scope scope, Statement s) throws ConfigException {
        ProxySettings settings = scope.get(ProxySettings.KEY);
        String source = s.arg(0);
        Template template = Template.compile(source, scope, s.place());
        String location = LocationPath.of(scope);
        SharedIdle shared = scope.configuration().main().get(SharedIdle.KEY);
        ProxyPass pass;
        if (source.startsWith("https:") || !template.isConstant()) {
            scope.configuration().whenRead(() -> scope.get(UpstreamTls.KEY).load(scope.configuration()));
        }
        if (template.isConstant()) {
            UpstreamUrl url = UpstreamUrl.parse(source, false, s.place());
            if (url.uri() != null && location == null) {
                throw s.error("\"proxy_pass\" cannot have URI part in location given by regular expression, or inside "
                        + "named location, or inside \"if\" statement, or inside \"limit_except\" block");
            }
            pass = new ProxyPass(ProxySettings.KEY, source, s.place(), null, url, location, shared);
            Configuration configuration = scope.configuration();
            configuration.whenRead(() -> pass.fixed =
                    new PassTarget(url, Upstreams.of(configuration).target(url.address(), s.place()), pass));
        } else {
            pass = new ProxyPass(ProxySettings.KEY, source, s.place(), template, null, location, shared);
        }
        settings.pass = pass;
        scope.get(CoreSettings.KEY).handler(pass);
    }

    private static void requests(Registry r) {
        directive(r, "proxy_method", "The method of requests to the upstream, in place of the client's.")
                .template(ProxySettings.KEY, (s, text) -> s.method = text);
        directive(r, "proxy_http_version", "The version of requests to the upstream; `1.1` and `2` keep connections.")
                .word(ProxySettings.KEY, ProxySettings.VERSIONS, (s, word) -> s.minorVersion = ProxySettings.VERSIONS.indexOf(word));
        directive(r, "proxy_set_body", "The body of requests to the upstream, in place of the client's.")
                .template(ProxySettings.KEY, (s, text) -> s.body = text);
        directive(r, "proxy_pass_request_headers", "Whether the client's fields go to the upstream.")
                .flag(ProxySettings.KEY, (s, on) -> s.passHeaders = on);
        directive(r, "proxy_pass_request_body", "Whether the client's body goes to the upstream.")
                .flag(ProxySettings.KEY, (s, on) -> s.passBody = on);
        directive(r, "proxy_ignore_client_abort", "Whether a request goes on when its client has left.")
                .flag(ProxySettings.KEY, (s, on) -> s.ignoreClientAbort = on);
        directive(r, "proxy_request_buffering", "Whether a body is read to its end before the upstream is asked.")
                .flag(ProxySettings.KEY, (s, on) -> s.requestBuffering = on);
    }

    private static void answers(Registry r) {
        directive(r, "proxy_pass_trailers", "Whether fields behind an answer's body go to the client. The upstream sends them "
                        + "when it is told so: `proxy_set_header TE trailers; proxy_set_header Connection TE;`.")
                .since("1.27.2")
                .flag(ProxySettings.KEY, (s, on) -> s.passTrailers = on);
        directive(r, "early_hints", "Passes answers with status 103 on if all strings are neither empty nor `0`.")
                .since("1.29.0")
                .shown("string ...")
                .argsFrom(1)
                .set(ProxyFeature::earlyHints);
        directive(r, "proxy_force_ranges", "Whether parts of an answer can be asked for whatever the upstream says.")
                .flag(ProxySettings.KEY, (s, on) -> s.forceRanges = on);
    }

    private static void earlyHints(Scope scope, Statement s) throws ConfigException {
        List<Template> conditions = new ArrayList<>();
        for (String each : s.args()) {
            conditions.add(Template.compile(each, scope, s.place()));
        }
        scope.get(ProxySettings.KEY).earlyHints = conditions;
        scope.get(ProxySettings.GRPC_KEY).earlyHints = conditions;
    }

    private static void buffers(Registry r) {
        directive(r, "proxy_buffering", "Whether an answer is read faster than the client takes it.")
                .flag(ProxySettings.KEY, (s, on) -> s.buffering = on);
        directive(r, "proxy_buffers", "How much of an answer is kept in memory: a number, and the size of each.")
                .shown("number size")
                .args(2, 2)
                .set((scope, s) -> scope.get(ProxySettings.KEY).buffersBytes =
                        Values.number(s, s.arg(0)) * Values.size(s, s.arg(1)));
        directive(r, "proxy_busy_buffers_size", "Nothing: what is sent and what is read share no buffers.")
                .size(ProxySettings.KEY, (s, bytes) -> s.busyBytes = bytes);
        directive(r, "proxy_max_temp_file_size", "How much of an answer is kept in a file while the client takes it.")
                .size(ProxySettings.KEY, (s, bytes) -> s.maxTempFileSize = bytes);
        directive(r, "proxy_temp_file_write_size", "Nothing: what arrives is written at once.")
                .size(ProxySettings.KEY, (s, bytes) -> s.tempFileWriteSize = bytes);
        directive(r, "proxy_temp_path", "The folder of these files, and how they are spread over folders in it.")
                .shown("path [level1 [level2 [level3]]]")
                .args(1, 4)
                .set((scope, s) -> scope.get(ProxySettings.KEY).tempFolder = TempFolder.of(scope, s));
    }

    private static void storing(Registry r) {
        directive(r, "proxy_limit_rate", "How many bytes a second are read of an answer while it is buffered; 0 for any.")
                .template(ProxySettings.KEY, (s, rate) -> s.limitRate = rate);
        directive(r, "proxy_store", "Whether answers with status 200 become files: `on` for those that `root` or `alias` say, "
                        + "or a path. Nobody ever deletes them.")
                .shown("on | off | path")
                .set(ProxyFeature::store);
        directive(r, "proxy_store_access", "Who may read and write these files.")
                .shown("users:permissions ...")
                .args(1, 3)
                .set((scope, s) -> scope.get(ProxySettings.KEY).storeAccess = StoreAccess.of(s));
    }

    private static void store(Scope scope, Statement s) throws ConfigException {
        ProxySettings own = scope.get(ProxySettings.KEY);
        String path = s.arg(0);
        own.storeSaid = true;
        own.store = path.equals("off") ? null
                : Template.compile(path.equals("on") ? "$request_filename" : path, scope, s.place());
    }

    private static void rewriting(Registry r) {
        directive(r, "proxy_redirect", "What becomes of the beginning of `Location` and `Refresh`: `default`, `off`, or a text "
                        + "or pattern and what takes its place.")
                .shown("default | off | redirect replacement")
                .args(1, 2)
                .repeated()
                .set(Redirects::read);
        directive(r, "proxy_cookie_domain", "What becomes of the domain of cookies.")
                .shown("off | domain replacement")
                .args(1, 2)
                .repeated()
                .set((scope, s) -> {
                    ProxySettings own = scope.get(ProxySettings.KEY);
                    own.cookieDomains = Redirects.cookie(scope, s, own.cookieDomains, true);
                });
        directive(r, "proxy_cookie_path", "What becomes of the path of cookies.")
                .shown("off | path replacement")
                .args(1, 2)
                .repeated()
                .set((scope, s) -> {
                    ProxySettings own = scope.get(ProxySettings.KEY);
                    own.cookiePaths = Redirects.cookie(scope, s, own.cookiePaths, false);
                });
        directive(r, "proxy_cookie_flags", "Flags that cookies get and lose.")
                .shown("off | cookie flag ...")
                .argsFrom(1)
                .repeated()
                .set(ProxyFeature::cookieFlags);
    }

    private static void cookieFlags(Scope scope, Statement s) throws ConfigException {
        ProxySettings own = scope.get(ProxySettings.KEY);
        if (own.cookieFlags == null) {
            own.cookieFlags = new ArrayList<>();
        }
        if (s.args().size() > 1) {
            own.cookieFlags.add(CookieFlags.of(scope, s));
        } else if (!s.arg(0).equals("off")) {
            throw s.error("invalid number of arguments in \"proxy_cookie_flags\" directive", "off, or a cookie and flags");
        }
    }
}
