package millrace.manager.watch;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import millrace.loop.Acceptor;
import millrace.loop.Connection;
import millrace.loop.Connector;
import millrace.loop.EventLoop;
import millrace.loop.StreamHandler;

/**
 * Well is who accepts a connection. The kernel does that for a process that hangs, as long as its backlog has room:
 * HTTP asks the process itself.
 */
record TcpProbe(EventLoop loop, HostPort target) implements Probe {
    /** What the process says does not matter. */
    private static final StreamHandler IGNORES = (connection, buffer, offset, length) -> length;

    static TcpProbe of(EventLoop loop, String target) {
        return new TcpProbe(loop, HostPort.of(target, 0));
    }

    @Override
    public CompletionStage<String> ask(long timeoutMillis) {
        return connect(loop, target, timeoutMillis, connection -> IGNORES).handle((connection, failure) -> {
            if (failure == null) {
                connection.finish();
                return null;
            }
            return reason(failure);
        });
    }

    static CompletionStage<Connection> connect(
            EventLoop loop, HostPort target, long timeoutMillis, Acceptor acceptor) {
        long timeoutNanos = TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        return target.addresses().thenCompose(addresses ->
                Connector.connect(loop, target.at(addresses.getFirst()), timeoutNanos, acceptor));
    }

    static String reason(Throwable failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return cause.getMessage();
    }
}
