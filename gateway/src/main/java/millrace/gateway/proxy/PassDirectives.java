package millrace.gateway.proxy;

import java.util.Arrays;
import java.util.EnumSet;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Context;
import millrace.gateway.config.Declaration;
import millrace.gateway.config.Registry;
import millrace.gateway.config.Scope;
import millrace.gateway.config.SettingsKey;
import millrace.gateway.config.Statement;
import millrace.gateway.variable.Template;

/** The directives that are the same for each kind of upstream but for their prefix. */
final class PassDirectives {
    private static final Context[] ALL = {Context.HTTP, Context.SERVER, Context.LOCATION};

    private final Registry registry;
    private final String prefix;
    private final SettingsKey<ProxySettings> key;

    PassDirectives(Registry registry, String prefix, SettingsKey<ProxySettings> key) {
        this.registry = registry;
        this.prefix = prefix;
        this.key = key;
    }

    void register() {
        directive("set_header", "A field of requests to the upstream, in place of the client's; an empty value sends "
                        + "none. A level with one of these takes none from outside.")
                .shown("field value")
                .args(2, 2)
                .repeated()
                .set((scope, s) -> scope.get(key).setHeaders
                        .add(new SetHeader(s.arg(0), Template.compile(s.arg(1), scope, s.place()))));
        directive("buffer_size", "The longest head of an answer.")
                .size(key, (s, bytes) -> s.bufferSize = bytes);
        connections();
        retries();
        answers();
    }

    private Declaration directive(String name, String doc) {
        return registry.directive(prefix + name, ALL).doc(doc);
    }

    private void connections() {
        directive("connect_timeout", "How long an upstream may take to accept a connection.")
                .time(key, (s, millis) -> s.connectTimeout = millis);
        directive("send_timeout", "How long an upstream may take from one piece of a request to the next.")
                .time(key, (s, millis) -> s.sendTimeout = millis);
        directive("read_timeout", "How long an upstream may take from one piece of an answer to the next.")
                .time(key, (s, millis) -> s.readTimeout = millis);
        directive("socket_keepalive", "Whether the kernel probes connections to upstreams.")
                .flag(key, (s, on) -> s.socketKeepAlive = on);
        directive("bind", "The local address that connections to upstreams come from, or `off`.")
                .shown("address | off")
                .args(1, 2)
                .set((scope, s) -> scope.get(key).bind = Bind.of(scope, s));
    }

    private void retries() {
        directive("next_upstream", "In which cases a request goes on to the next server.")
                .shown("condition ...")
                .argsFrom(1)
                .set((scope, s) -> scope.get(key).nextUpstream = Condition.of(s));
        directive("next_upstream_tries", "How many servers are tried at most; 0 sets no limit.")
                .number(key, (s, number) -> s.tries = number);
        directive("next_upstream_timeout", "For how long further servers are tried; 0 sets no limit.")
                .time(key, (s, millis) -> s.nextTimeout = millis);
    }

    private void answers() {
        directive("hide_header", "A field of answers that the client does not get.")
                .repeated()
                .set((scope, s) -> scope.get(key).hidden.add(s.arg(0)));
        directive("pass_header", "A field of answers that the client gets although it is usually kept back.")
                .repeated()
                .set((scope, s) -> scope.get(key).passed.add(s.arg(0)));
        directive("ignore_headers", "Fields of answers that the gateway does not act on.")
                .shown("field ...")
                .argsFrom(1)
                .set(this::ignoreHeaders);
        directive("intercept_errors", "Whether `error_page` is for answers of upstreams, too.")
                .flag(key, (s, on) -> s.interceptErrors = on);
    }

    private void ignoreHeaders(Scope scope, Statement s) throws ConfigException {
        EnumSet<Accel> ignored = EnumSet.noneOf(Accel.class);
        for (String name : s.args()) {
            ignored.add(Arrays.stream(Accel.values())
                    .filter(each -> each.field.equalsIgnoreCase(name))
                    .findAny()
                    .orElseThrow(() -> s.error("invalid value \"" + name + "\"",
                            "one of " + String.join(", ", Arrays.stream(Accel.values()).map(a -> a.field).toList()))));
        }
        scope.get(key).ignored = ignored;
    }
}
