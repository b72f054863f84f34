package millrace.gateway.stream;

import java.util.List;
import java.util.concurrent.TimeUnit;
import millrace.gateway.config.Inherit;
import millrace.gateway.config.Settings;
import millrace.gateway.config.SettingsKey;
import millrace.gateway.proxy.Bind;
import millrace.gateway.variable.Template;

/** The directives {@code proxy_} of one level of {@code stream}. Times in milliseconds. */
final class PassSettings implements Settings<PassSettings> {
    static final SettingsKey<PassSettings> KEY = SettingsKey.of(PassSettings::new);

    Long connectTimeout;
    Long timeout;
    Boolean nextUpstream;
    Integer tries;
    Long nextTimeout;
    Bind bind;
    Boolean socketKeepAlive;
    Boolean halfClose;
    Boolean proxyProtocol;
    Boolean ssl;
    List<Template> protocols;
    Template uploadRate;
    Template downloadRate;
    Integer requests;
    /** Datagrams that answer one request; negative for any number. */
    Integer responses;

    @Override
    public void inherit(PassSettings outer) {
        PassSettings o = outer == null ? new PassSettings() : outer;
        connectTimeout = Inherit.of(connectTimeout, o.connectTimeout, 60_000L);
        timeout = Inherit.of(timeout, o.timeout, 600_000L);
        nextUpstream = Inherit.of(nextUpstream, o.nextUpstream, true);
        tries = Inherit.of(tries, o.tries, 0);
        nextTimeout = Inherit.of(nextTimeout, o.nextTimeout, 0L);
        bind = Inherit.of(bind, o.bind, Bind.OFF);
        socketKeepAlive = Inherit.of(socketKeepAlive, o.socketKeepAlive, false);
        halfClose = Inherit.of(halfClose, o.halfClose, false);
        proxyProtocol = Inherit.of(proxyProtocol, o.proxyProtocol, false);
        ssl = Inherit.of(ssl, o.ssl, false);
        protocols = Inherit.of(protocols, o.protocols, List.of());
        uploadRate = Inherit.of(uploadRate, o.uploadRate, null);
        downloadRate = Inherit.of(downloadRate, o.downloadRate, null);
        requests = Inherit.of(requests, o.requests, 0);
        responses = Inherit.of(responses, o.responses, -1);
    }

    long connectNanos() {
        return TimeUnit.MILLISECONDS.toNanos(connectTimeout);
    }

    long timeoutNanos() {
        return TimeUnit.MILLISECONDS.toNanos(timeout);
    }
}
