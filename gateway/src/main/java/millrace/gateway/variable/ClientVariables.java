package millrace.gateway.variable;

import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import millrace.gateway.config.Engine;
import millrace.gateway.config.Registry;
import millrace.os.TcpFigures;

/** Variables of the connection that the request came by. */
final class ClientVariables {
    private static final byte[] PIPELINED = {'p'};
    private static final byte[] ALONE = {'.'};

    private ClientVariables() {}

    /** Those that sessions of {@code stream} have, too. */
    static void addresses(Engine engine) {
        engine.variable("remote_addr", (x, to) -> {
            to.put(ClientAddress.remote(x).text());
            return true;
        });
        engine.variable("remote_port", (x, to) -> ClientAddress.remote(x).writePort(to));
        engine.variable("binary_remote_addr", (x, to) -> {
            to.put(ClientAddress.remote(x).octets());
            return true;
        });
        engine.variable("server_addr", (x, to) -> {
            to.put(ClientAddress.local(x).text());
            return true;
        });
        engine.variable("server_port", (x, to) -> ClientAddress.local(x).writePort(to));
        engine.variable("connection", (x, to) -> {
            to.number(x.client().number());
            return true;
        });
    }

    static void register(Registry registry) {
        registry.variable("connection_time", (x, to) -> {
            long nanos = x.loop().events().nowNanos() - x.client().openedNanos();
            Numbers.millis(Math.max(0, TimeUnit.NANOSECONDS.toMillis(nanos)), to);
            return true;
        });
        registry.variable("pipe", (x, to) -> {
            to.put(x.client().isPipelined() ? PIPELINED : ALONE);
            return true;
        });
        registry.variable("connection_requests", (x, to) -> {
            to.number(x.client().requests());
            return true;
        });
        tcpInfo(registry, "rtt", TcpFigures::roundTripMicros);
        tcpInfo(registry, "rttvar", TcpFigures::roundTripVarianceMicros);
        tcpInfo(registry, "snd_cwnd", TcpFigures::congestionWindow);
        tcpInfo(registry, "rcv_space", TcpFigures::receiveSpace);
    }

    private static void tcpInfo(Registry registry, String name, ToIntFunction<TcpFigures> figure) {
        registry.variable("tcpinfo_" + name, (x, to) -> {
            TcpFigures figures = x.client().stream().tcpFigures();
            if (figures != null) {
                to.number(figure.applyAsInt(figures));
            }
            return figures != null;
        });
    }
}
