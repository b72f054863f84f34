package millrace.gateway.server;

import java.net.SocketAddress;
import java.util.Map;
import millrace.gateway.config.Scope;
import millrace.gateway.exchange.Client;
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
 * @param http2 how HTTP/2 is spoken; {@code null} where it is not
 * @param narrower of a wildcard: who is served at single addresses that it covers
 */
record PortServers(Scope defaultServer, CoreSettings core, RequestParser parser, ServerChoice names, boolean mergeSlashes,
        boolean proxyProtocol, TlsPort tls, Http2Port http2, Map<SocketAddress, PortServers> narrower) {
    private static final int MISDIRECTED = 421;

    /** Those for the address that a client has connected to. */
    PortServers at(ClientStream client) {
        return narrower.isEmpty() ? this : narrower.getOrDefault(client.localAddress(), this);
    }

    /**
     * Begins a request whose head has come, in the virtual server that it is for.
     *
     * @param by the connection, which in HTTP/1 is the client, too
     */
    void begin(ClientStream by, Client client, Exchange x, ReplySink out) {
        int refused = Targets.read(x, mergeSlashes);
        String method = x.ownHead().method();
        if (method.equals("TRACE") || method.equals("CONNECT")) {
            refused = x.ownHead().protocol() == null ? 405 : 501; // As RFC 9220 section 3 has it.
        }
        if (x.ownHead().isHttp2() && !isMethod(method)) {
            refused = 400;
        }
        if (refused != 0) {
            refuse(client, x, out, refused);
            return;
        }
        Scope server = names.choose(x);
        if (server == null) {
            refuse(client, x, out, 400);
        } else if (tls == null) {
            begin(client, x, server, out, 0);
        } else {
            Scope asked = x.host().isEmpty() && by.servedName != null ? tls.server(by.servedName) : server;
            begin(client, x, asked, out, tls.refusal(by, x, asked));
        }
    }

    /** As the parser of HTTP/1 has it: any other letters would be answered differently by either protocol. */
    private static boolean isMethod(String method) {
        for (int i = 0; i < method.length(); i++) {
            char c = method.charAt(i);
            if ((c < 'A' || c > 'Z') && c != '_' && c != '-') {
                return false;
            }
        }
        return true;
    }

    private void begin(Client client, Exchange x, Scope server, ReplySink out, int refusal) {
        int refused = refusal == 0 && x.ownHead().isHttp2() && !(http2 != null && http2.isSpokenBy(server)) ? MISDIRECTED : refusal;
        if (refused == 0) {
            x.begin(client, server, out);
        } else {
            x.refuse(client, server, out, refused);
        }
    }

    /** Answers what cannot be understood; a connection of HTTP/1 ends with it. */
    void refuse(Client client, Exchange x, ReplySink out, int status) {
        client.lastRequest(x);
        // nginx has a number of its own for too large a head, which is 400 for the client.
        x.refuse(client, defaultServer, out, status == 431 ? 494 : status);
    }
}
