package millrace.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import millrace.bench.client.ClientOptions;
import millrace.bench.client.Protocol;
import millrace.bench.client.RequestBytes;
import millrace.bench.client.Target;
import millrace.loop.Connection;
import millrace.loop.EventLoop;
import millrace.loop.ListenOptions;
import millrace.loop.ListeningSocket;
import millrace.loop.PollerKind;
import millrace.loop.SocketListener;
import millrace.loop.StreamHandler;
import millrace.os.OsException;

/**
 * A short run against a server of its own: what a JVM that has just started does for the first time, it does here, and
 * the server under test sees no request of it. A plan of requests tells what these waited for, which else would be code
 * that is not compiled yet. And a class that cannot be loaded since connections have taken all descriptors stays broken.
 */
public final class Rehearsal {
    private static final double RATE = 40_000;
    private static final long NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final int CONNECTIONS = 8;
    private static final long ENOUGH_TO_LOAD = 100;
    private static final byte[] ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello".getBytes(US_ASCII);

    private Rehearsal() {}

    /** Blocks for about half a second if the requests are to come by a plan, else for a moment. Any thread but a loop's. */
    public static void before(Plan plan) {
        try (EventLoop loop = EventLoop.open("rehearsal", PollerKind.EPOLL)) {
            loop.startDaemon();
            InetSocketAddress server = loop.submit(() -> listen(loop)).toCompletableFuture().join();
            Run.start(plan(server, plan.model() instanceof Model.Open)).outcome().join();
        } catch (OsException e) {
            throw new UncheckedIOException(e);
        } catch (CompletionException e) {
            throw e.getCause() instanceof OsException os ? new UncheckedIOException(os) : e;
        }
    }

    private static InetSocketAddress listen(EventLoop loop) throws OsException {
        int fd = ListeningSocket.open(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), ListenOptions.DEFAULT);
        return (InetSocketAddress) SocketListener.adopt(loop, fd, _ -> new Parrot()).address();
    }

    private static Plan plan(InetSocketAddress server, boolean open) {
        Target target = new Target("http://rehearsal/", false, "rehearsal", "rehearsal", "/", null, List.of(server));
        ClientOptions client = new ClientOptions(
                target, 1, NANOS, Long.MAX_VALUE, Long.MAX_VALUE, null, null, Protocol.HTTP1, null);
        return new Plan(client, List.of(RequestBytes.of("GET", "rehearsal", "/", List.of(), null)),
                open ? new Model.Open(Schedule.constant(RATE, NANOS), false) : new Model.Closed(), CONNECTIONS, 1, NANOS,
                open ? Long.MAX_VALUE : ENOUGH_TO_LOAD, NANOS, Long.MAX_VALUE, NANOS, true, (_, _) -> {});
    }

    /** Says the same to each line that is empty. */
    private static final class Parrot implements StreamHandler {
        private int ends;

        @Override
        public int onData(Connection client, byte[] buffer, int offset, int length) {
            for (int i = offset; i < offset + length; i++) {
                ends = buffer[i] == '\n' ? ends + 1 : buffer[i] == '\r' ? ends : 0;
                if (ends == 2) {
                    ends = 0;
                    client.write(ANSWER);
                }
            }
            return length;
        }
    }
}
