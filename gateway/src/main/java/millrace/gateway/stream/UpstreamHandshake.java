package millrace.gateway.stream;

import java.io.IOException;
import java.net.SocketAddress;
import millrace.gateway.balance.UpstreamSearch;
import millrace.gateway.tls.UpstreamTls;
import millrace.loop.Connection;
import millrace.loop.tls.OpenSslSession;
import millrace.os.SslException;

/** TLS to a peer: {@code proxy_ssl}. For the loop's own thread only. */
final class UpstreamHandshake implements Runnable {
    private final TcpPassage passage;
    private final Connection to;
    private final SocketAddress address;
    private final UpstreamTls settings;
    private final String name;
    private boolean good;

    /** @param address the peer's */
    UpstreamHandshake(TcpPassage passage, Connection to, SocketAddress address) {
        this.passage = passage;
        this.to = to;
        this.address = address;
        settings = passage.session.scope().get(UpstreamTls.KEY);
        String said = settings.name(passage.exchange());
        name = said == null ? passage.host : said;
    }

    /** Begins, unless the session is over by now. */
    @Override
    public void run() {
        if (passage.session.isOver() || !to.isOpen()) {
            return;
        }
        try {
            boolean isName = UpstreamSearch.literal(name) == null;
            OpenSslSession begun = settings.session(passage.exchange(), name, isName, address, to);
            try {
                offer(begun);
            } catch (SslException | RuntimeException e) {
                begun.close();
                throw e;
            }
            to.secure(begun);
            to.timeout(passage.settings.connectNanos());
        } catch (IOException e) {
            to.abort(e);
        }
    }

    /** {@code proxy_ssl_alpn}. */
    private void offer(OpenSslSession begun) throws SslException {
        String[] names = passage.settings.protocols.stream().map(each -> each.text(passage.exchange()))
                .filter(each -> !each.isEmpty()).toArray(String[]::new);
        if (names.length > 0) {
            begun.ssl().offers(names);
        }
    }

    void done() {
        to.timeout(0);
        String wrong = settings.wrong((OpenSslSession) to.tls(), name);
        if (wrong == null) {
            good = true;
            passage.established();
        } else {
            to.abort(new SslException(wrong));
        }
    }

    /** The connection is closed in order: another one can go on with its session. */
    void closed() {
        if (good) {
            settings.keep(name, address, (OpenSslSession) to.tls());
        }
    }
}
