package millrace.gateway.stream;

import java.util.List;
import java.util.Objects;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Context;
import millrace.gateway.config.Engine;
import millrace.gateway.config.Feature;
import millrace.gateway.config.Registry;
import millrace.gateway.config.Scope;
import millrace.gateway.config.Statement;
import millrace.gateway.exchange.CoreSettings;
import millrace.gateway.exchange.ErrorHandler;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.Phase;
import millrace.gateway.exchange.PhaseHandler;
import millrace.gateway.exchange.Plan;
import millrace.gateway.log.AccessLogSettings;
import millrace.gateway.log.Level;
import millrace.gateway.port.Listen;
import millrace.gateway.route.ServerNameSettings;
import millrace.gateway.variable.Scratch;
import millrace.gateway.variable.Template;

/** The block {@code stream}: servers of TCP and UDP, and how their sessions begin. */
public final class StreamFeature implements Feature {
    private static final Context[] LEVELS = {Context.STREAM, Context.SERVER_IN_STREAM};
    private static final int INTERNAL = 500;

    /** Whatever ends a session ends it at once: there are no pages for errors. */
    private static final ErrorHandler END = new ErrorHandler() {
        @Override
        public boolean handle(Exchange x, int status) {
            Session.of(x).finish(status);
            return true;
        }

        @Override
        public boolean has(Exchange x, int status) {
            return false;
        }
    };

    @Override
    public void register(Registry registry) {
        Objects.requireNonNull(StreamSettings.KEY);
        Objects.requireNonNull(PassSettings.KEY);
        blocks(registry);
        beginning(registry);
        contents(registry);
        PassDirectives.register(registry);
        HandOver.register(registry);
        Engine stream = registry.stream();
        stream.errorHandler(END);
        // In nginx's order. All of them belong to every level: a handshake may lead to another server in the middle.
        stream.phase(Phase.PRECONTENT, ClientHandshake::phase);
        stream.phase(Phase.PRECONTENT, StreamFeature::preread);
        stream.phase(Phase.PRECONTENT, SetStep::run);
        StreamVariables.register(stream);
    }

    private static void blocks(Registry registry) {
        registry.directive("stream", Context.MAIN)
                .since("1.9.0")
                .doc("All that is served as it is, by TCP or UDP.")
                .args(0, 0)
                .block(Context.STREAM, (scope, statement, inner) -> {
                    AccessLogSettings.ownOf(inner);
                    scope.configuration().whenRead(() -> StreamDoors.load(scope.configuration()));
                });
        registry.directive("server", Context.STREAM)
                .since("1.9.0")
                .doc("A server of TCP or UDP: where it listens, and what becomes of its sessions.")
                .args(0, 0)
                .repeated()
                .block(Context.SERVER_IN_STREAM, (scope, s, inner) -> {
                    Plan.touch(inner);
                    inner.get(StreamSettings.KEY);
                    inner.get(ServerNameSettings.KEY);
                    inner.get(CoreSettings.KEY);
                }, StreamFeature::close);
        registry.directive("listen", Context.SERVER_IN_STREAM)
                .since("1.9.0")
                .doc("An address that the server listens on: `[address:]port`, `[::]:port` or `unix:path`; with `udp` for datagrams."
                        + " Without `reuseport` one loop has all datagrams of a port.")
                .argsFrom(1)
                .repeated()
                .set(StreamFeature::listen);
    }

    private static void close(Scope scope, Statement s, Scope inner) throws ConfigException {
        if (inner.get(StreamSettings.KEY).listens.isEmpty()) {
            throw s.error("no \"listen\" is defined for server in " + s.place());
        }
        CoreSettings core = inner.get(CoreSettings.KEY);
        if (core.handler() == null) {
            // Some need none, such as those that refuse handshakes.
            core.handler(x -> {
                x.log(Level.ERROR, "no handler for server in " + s.place());
                return INTERNAL;
            });
        }
    }

    private static void listen(Scope scope, Statement s) throws ConfigException {
        scope.get(StreamSettings.KEY).listens.addAll(Listen.parseOfStream(s));
    }

    private static void beginning(Registry registry) {
        registry.directive("preread_buffer_size", LEVELS)
                .since("1.11.5")
                .doc("How many first bytes are looked at, at most; up to 32k.")
                .size(StreamSettings.KEY, (s, bytes) -> s.prereadBytes = bytes);
        registry.directive("preread_timeout", LEVELS)
                .since("1.11.5")
                .doc("How long a client may take to send them.")
                .time(StreamSettings.KEY, (s, millis) -> s.prereadMillis = millis);
        registry.directive("proxy_protocol_timeout", LEVELS)
                .since("1.11.4")
                .doc("How long a client may take for the header of the PROXY protocol.")
                .time(StreamSettings.KEY, (s, millis) -> s.introductionMillis = millis);
        registry.directive("ssl_handshake_timeout", LEVELS)
                .since("1.9.0")
                .doc("How long a client may take for the handshake.")
                .time(StreamSettings.KEY, (s, millis) -> s.handshakeMillis = millis);
        registry.directive("ssl_preread", LEVELS)
                .since("1.11.5")
                .doc("Whether what a client says at the beginning of TLS is read, though not answered: `$ssl_preread_...`.")
                .flag(StreamSettings.KEY, (s, on) -> s.sslPreread = on);
    }

    private static int preread(Exchange x) {
        boolean wanted = x.settings(StreamSettings.KEY).sslPreread && x.client() instanceof TcpSession;
        return wanted ? ((TcpSession) x.client()).preread(x) : Phase.NEXT;
    }

    private static void contents(Registry registry) {
        registry.directive("return", Context.SERVER_IN_STREAM)
                .since("1.11.2")
                .doc("Sends a text to the client, and ends the session.")
                .shown("text with variables")
                .set((scope, s) -> {
                    Template text = Template.compile(s.arg(0), scope, s.place());
                    handler(scope, s, x -> answer(x, text));
                });
        registry.directive("set", Context.SERVER_IN_STREAM)
                .since("1.19.3")
                .doc("Gives a variable a value.")
                .shown("`$variable` text")
                .args(2, 2)
                .repeated()
                .set(SetStep::add);
    }

    /** What becomes of the sessions of a server. */
    static void handler(Scope scope, Statement s, PhaseHandler handler) throws ConfigException {
        CoreSettings core = scope.get(CoreSettings.KEY);
        if (core.handler() != null) {
            throw s.complaint("is duplicate");
        }
        core.handler(handler);
    }

    private static int answer(Exchange x, Template text) {
        Session session = Session.of(x);
        try (Scratch scratch = Scratch.of(x)) {
            text.write(x, scratch.output());
            session.send(scratch.output().bytes(), scratch.output().length());
        }
        session.finish(200);
        return Phase.DONE;
    }
}
