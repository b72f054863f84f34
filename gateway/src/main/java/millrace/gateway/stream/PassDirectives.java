package millrace.gateway.stream;

import java.util.ArrayList;
import java.util.List;
import millrace.gateway.balance.Upstream;
import millrace.gateway.balance.Upstreams;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Context;
import millrace.gateway.config.Declaration;
import millrace.gateway.config.Registry;
import millrace.gateway.config.Scope;
import millrace.gateway.config.Statement;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.Phase;
import millrace.gateway.log.Level;
import millrace.gateway.proxy.Bind;
import millrace.gateway.resolver.UpstreamAddress;
import millrace.gateway.tls.UpstreamTls;
import millrace.gateway.variable.Template;

/** {@code proxy_pass} of {@code stream}, and how it passes. */
final class PassDirectives {
    private static final Context[] LEVELS = {Context.STREAM, Context.SERVER_IN_STREAM};
    private static final int NO_PORT = 0;

    private PassDirectives() {}

    static void register(Registry r) {
        r.directive("proxy_pass", Context.SERVER_IN_STREAM)
                .since("1.9.0")
                .doc("Where sessions are passed on to: `address:port`, `unix:path` or the name of an upstream; it may have variables."
                        + " When one side breaks off, the other one is reset behind all that has come.")
                .shown("address")
                .set(PassDirectives::pass);
        times(r);
        retries(r);
        connections(r);
        datagrams(r);
    }

    private static Declaration directive(Registry r, String name, String since, String doc) {
        return r.directive(name, LEVELS).since(since).doc(doc);
    }

    private static void pass(Scope scope, Statement s) throws ConfigException {
        String text = s.arg(0);
        Template template = Template.compile(text, scope, s.place());
        scope.configuration().whenRead(() -> {
            if (scope.get(PassSettings.KEY).ssl) {
                scope.get(UpstreamTls.KEY).load(scope.configuration());
            }
        });
        if (!template.isConstant()) {
            StreamFeature.handler(scope, s, x -> search(x, template, s));
            return;
        }
        UpstreamAddress address = UpstreamAddress.parse(text, NO_PORT, s.place());
        Upstream[] fixed = new Upstream[1];
        scope.configuration().whenRead(() -> {
            if (!address.isUnix() && !address.hasPort() && Upstreams.of(scope).named(address.host()) == null) {
                throw s.error("no port in upstream \"" + text + "\"");
            }
            fixed[0] = Upstreams.of(scope).target(address, s.place());
        });
        StreamFeature.handler(scope, s, x -> {
            passage(x).begin(fixed[0], address.isUnix() ? "localhost" : address.host());
            return Phase.DONE;
        });
    }

    private static Passage passage(Exchange x) {
        Session session = Session.of(x);
        session.passage = session.newPassage(x.settings(PassSettings.KEY));
        return session.passage;
    }

    private static int search(Exchange x, Template template, Statement s) {
        String text = template.text(x);
        try {
            UpstreamAddress address = UpstreamAddress.parse(text, NO_PORT, s.place());
            boolean known = address.isUnix() || address.hasPort() || Upstreams.of(x.scope()).named(address.host()) != null;
            if (known) {
                passage(x).begin(address);
                return Phase.DONE;
            }
            x.log(Level.ERROR, "no port in upstream \"" + text + "\"");
        } catch (ConfigException e) {
            x.log(Level.ERROR, e.problem());
        }
        return 500;
    }

    private static void times(Registry r) {
        directive(r, "proxy_connect_timeout", "1.9.0", "How long an upstream may take to accept a connection.")
                .time(PassSettings.KEY, (s, millis) -> s.connectTimeout = millis);
        directive(r, "proxy_timeout", "1.9.0", "How long both sides may be silent until the session ends.")
                .time(PassSettings.KEY, (s, millis) -> s.timeout = millis);
        directive(r, "proxy_upload_rate", "1.9.3", "How many bytes a second are taken from the client; 0 for as many as come.")
                .template(PassSettings.KEY, (s, text) -> s.uploadRate = text);
        directive(r, "proxy_download_rate", "1.9.3", "How many bytes a second are taken from the upstream; 0 for as many as come.")
                .template(PassSettings.KEY, (s, text) -> s.downloadRate = text);
    }

    private static void retries(Registry r) {
        directive(r, "proxy_next_upstream", "1.9.0", "Whether another server is tried when one cannot be connected to.")
                .flag(PassSettings.KEY, (s, on) -> s.nextUpstream = on);
        directive(r, "proxy_next_upstream_tries", "1.9.0", "How many servers are tried at most; 0 sets no limit.")
                .number(PassSettings.KEY, (s, number) -> s.tries = number);
        directive(r, "proxy_next_upstream_timeout", "1.9.0", "For how long further servers are tried; 0 sets no limit.")
                .time(PassSettings.KEY, (s, millis) -> s.nextTimeout = millis);
    }

    private static void connections(Registry r) {
        directive(r, "proxy_bind", "1.9.2", "The local address that connections to upstreams come from, or `off`.")
                .shown("address | off")
                .args(1, 2)
                .set((scope, s) -> scope.get(PassSettings.KEY).bind = Bind.of(scope, s));
        directive(r, "proxy_socket_keepalive", "1.15.6", "Whether the kernel probes connections to upstreams.")
                .flag(PassSettings.KEY, (s, on) -> s.socketKeepAlive = on);
        directive(r, "proxy_half_close", "1.21.4", "Whether one direction goes on when the other has ended.")
                .flag(PassSettings.KEY, (s, on) -> s.halfClose = on);
        directive(r, "proxy_protocol", "1.9.2", "Whether the upstream is told of the client by the PROXY protocol.")
                .flag(PassSettings.KEY, (s, on) -> s.proxyProtocol = on);
        directive(r, "proxy_ssl", "1.9.0", "Whether connections to upstreams are encrypted.")
                .flag(PassSettings.KEY, (s, on) -> s.ssl = on);
        r.directive("proxy_ssl_alpn", LEVELS)
                .doc("The protocols that upstreams are offered (ALPN), the best one first; empty ones are left out.")
                .shown("text with variables ...")
                .argsFrom(1)
                .set((scope, s) -> {
                    List<Template> names = new ArrayList<>();
                    for (String each : s.args()) {
                        names.add(Template.compile(each, scope, s.place()));
                    }
                    scope.get(PassSettings.KEY).protocols = names;
                });
    }

    private static void datagrams(Registry r) {
        directive(r, "proxy_requests", "1.15.7", "After how many datagrams of a client its next one begins a new session; 0 for never.")
                .number(PassSettings.KEY, (s, number) -> s.requests = number);
        directive(r, "proxy_responses", "1.9.13", "How many datagrams answer one of the client; any number, if not said."
                        + " A session whose answers have come is over.")
                .number(PassSettings.KEY, (s, number) -> s.responses = number);
    }
}
