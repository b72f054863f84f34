package millrace.gateway.stream;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import millrace.gateway.balance.UpstreamSearch;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Context;
import millrace.gateway.config.Registry;
import millrace.gateway.config.Scope;
import millrace.gateway.config.Statement;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.Phase;
import millrace.gateway.log.Level;
import millrace.gateway.port.Doors;
import millrace.gateway.port.PortPart;
import millrace.gateway.resolver.UpstreamAddress;
import millrace.gateway.variable.Template;

/**
 * {@code pass}: the client's connection, as it is by now, goes to another door of this process, of {@code http} or of
 * {@code stream}. No socket is opened for that. Whoever serves it there writes the log.
 */
final class HandOver {
    private static final int NO_PORT = 0;
    private static final int DONE = 200;
    private static final int INTERNAL = 500;

    private HandOver() {}

    static void register(Registry r) {
        r.directive("pass", Context.SERVER_IN_STREAM)
                .since("1.25.5")
                .doc("Gives the connection to a `listen` address of `http` or `stream`; it may have variables.")
                .shown("address")
                .set(HandOver::pass);
    }

    private static void pass(Scope scope, Statement s) throws ConfigException {
        Template template = Template.compile(s.arg(0), scope, s.place());
        if (template.isConstant()) {
            UpstreamAddress parsed = address(s.arg(0), s);
            SocketAddress address = parsed.resolve(s.place()).getFirst();
            StreamFeature.handler(scope, s, x -> pass(x, s.arg(0), address));
        } else {
            StreamFeature.handler(scope, s, x -> search(x, template.text(x), s));
        }
    }

    private static UpstreamAddress address(String text, Statement s) throws ConfigException {
        UpstreamAddress address = UpstreamAddress.parse(text, NO_PORT, s.place());
        if (!address.isUnix() && !address.hasPort()) {
            throw s.error("no port in \"" + text + "\"");
        }
        return address;
    }

    /** Of variables: no name is looked up while a client waits. */
    private static int search(Exchange x, String text, Statement s) {
        try {
            UpstreamAddress address = address(text, s);
            if (address.isUnix()) {
                return pass(x, text, UnixDomainSocketAddress.of(address.host()));
            }
            InetAddress literal = UpstreamSearch.literal(address.host());
            if (literal != null) {
                return pass(x, text, new InetSocketAddress(literal, address.port()));
            }
            x.log(Level.ERROR, "no host in pass \"" + text + "\"");
        } catch (ConfigException e) {
            x.log(Level.ERROR, e.problem());
        }
        return INTERNAL;
    }

    private static int pass(Exchange x, String text, SocketAddress to) {
        if (!(x.client() instanceof TcpSession session)) {
            x.log(Level.ERROR, "cannot pass UDP connection");
            return INTERNAL;
        }
        if (session.stream().tls() != null && x.settings(StreamSettings.KEY).sslPreread) {
            // As in nginx: what was decrypted and read before cannot be given back.
            x.log(Level.ERROR, "cannot pass buffered data");
            return INTERNAL;
        }
        PortPart<?> door = Doors.at(x.loop(), to);
        if (door == null) {
            x.log(Level.ERROR, "port not found for \"" + text + "\"");
            return DONE;
        }
        if (!session.handOver(door)) {
            x.log(Level.ERROR, "stream pass cycle while passing to \"" + text + "\"");
            return INTERNAL;
        }
        return Phase.DONE;
    }
}
