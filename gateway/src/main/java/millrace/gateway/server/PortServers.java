package millrace.gateway.server;

import java.net.SocketAddress;
import java.util.Map;
import millrace.gateway.config.Scope;
import millrace.gateway.exchange.CoreSettings;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.ReplySink;
import millrace.http.codec.RequestParser;

/**
 * Who is served at one address, as of one configuration: the default server and the others, by name.
 *
 * @param core those of the default server, which count until a request's server is known
 * @param proxyProtocol whether connections begin with a header of the PROXY protocol
 * @param tls who answers handshakes; {@code null} where nothing is encrypted
 * @param narrower of a wildcard: who is served at single addresses that it covers
 */
record PortServers(Scope defaultServer, CoreSettings core, RequestParser parser, ServerChoice names,
        boolean mergeSlashes, boolean proxyProtocol, TlsPort tls, Map<SocketAddress, PortServers> narrower) {
    /** Those for the address that a client has connected to. */
    PortServers at(ClientStream client) {
        return narrower.isEmpty() ? this : narrower.getOrDefault(client.localAddress(), this);
    }

    /** Begins a request whose head has come, in the virtual server that it is for. */
    void begin(ClientStream client, Exchange x, ReplySink out) {
        int refused = Targets.read(x, mergeSlashes);
        String method = x.ownHead().method();
        if (refused == 0 && (method.equals("TRACE") || method.equals("CONNECT"))) {
            refused = 405;
        }
        if (refused != 0) {
            refuse(client, x, out, refused);
            return;
        }
        Scope server = names.choose(x);
        if (server == null) {
            refuse(client, x, out, 400);
        } else if (tls == null) {
            x.begin(client, server, out);
        } else {
            beginEncrypted(client, x, server, out);
        }
    }

    private void beginEncrypted(ClientStream client, Exchange x, Scope named, ReplySink out) {
        Scope server = x.host().isEmpty() && client.servedName != null ? tls.server(client.servedName) : named;
        int refused = tls.refusal(client, x, server);
        if (refused == 0) {
            x.begin(client, server, out);
        } else {
            x.refuse(client, server, out, refused);
        }
    }

    /** Answers what cannot be understood; the connection ends with it. */
    void refuse(ClientStream client, Exchange x, ReplySink out, int status) {
        client.last = true;
        // nginx has a number of its own for too large a head, which is 400 for the client.
        x.refuse(client, defaultServer, out, status == 431 ? 494 : status);
    }
}
