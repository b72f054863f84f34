package millrace.gateway.stream;

import millrace.gateway.config.Configuration;
import millrace.gateway.exchange.GatewayLoop;
import millrace.gateway.log.ErrorLog;
import millrace.gateway.log.ErrorLogSettings;
import millrace.gateway.port.PortPart;

/** One address of {@code stream}, as one loop serves it, and its sessions there. For that loop's thread. */
abstract class SessionPort extends PortPart<StreamServers> {
    private final SessionList sessions = new SessionList();

    SessionPort(GatewayLoop loop, StreamServers servers) {
        super(loop, servers);
    }

    final void add(Session added) {
        sessions.add(added);
        countAccepted(added);
    }

    /** It is over. */
    final void remove(Session gone) {
        sessions.remove(gone);
        loop().traffic().closed();
        left(gone);
        tellIfEmpty();
    }

    /** It has left the list; nobody has been told yet that it was the last. */
    void left(Session gone) {}

    @Override
    protected final ErrorLog log() {
        return servers().otherwise().get(ErrorLogSettings.KEY).log();
    }

    @Override
    protected final int open() {
        return sessions.size();
    }

    @Override
    protected final void closeIdle() {
        sessions.abort(Session::isIdle, "the port is left");
    }

    @Override
    protected final void endIdleSince(long nanos) {}

    @Override
    protected final int servedBy(Configuration configuration) {
        return sessions.servedBy(configuration);
    }

    @Override
    protected final void abortServedBy(Configuration configuration) {
        sessions.abort(each -> each.isServedBy(configuration), "the configuration has changed");
    }

    @Override
    protected final void abortAll() {
        sessions.abort(each -> true, "the gateway stops");
    }
}
