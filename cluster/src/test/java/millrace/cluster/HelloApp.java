package millrace.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import millrace.loop.Connection;
import millrace.loop.EventLoop;
import millrace.loop.ListenOptions;
import millrace.loop.Listener;
import millrace.loop.ListeningSocket;
import millrace.loop.PollerKind;
import millrace.loop.StreamHandler;

/**
 * A server like any other on the event loop: it knows nothing of a cluster, but for what it reports to the tests. The
 * first argument is where it listens, the second, if any, {@code reopen} or a program to
 * start.
 */
final class HelloApp {
    private HelloApp() {}

    public static void main(String[] arguments) throws Exception {
        EventLoop loop = EventLoop.open("app", PollerKind.EPOLL);
        loop.execute(() -> Listener.listen(loop, address(arguments[0]), ListenOptions.DEFAULT, connection -> new Hello())
                .whenComplete((listener, error) -> report(
                        error == null ? ListeningSocket.text(listener.address()) : error.getMessage())));
        WorkerProcess worker = WorkerProcess.current();
        if (worker != null) {
            worker.onMessage(json -> heard(worker, json));
        }
        if (arguments.length > 1 && arguments[1].equals("reopen")) {
            reopen(arguments[0]);
        } else if (arguments.length > 1) {
            new ProcessBuilder(arguments[1]).inheritIO().start();
        }
        loop.run();
    }

    private static void heard(WorkerProcess worker, String json) {
        if (json.equals("\"leave\"")) {
            worker.disconnect();
        } else {
            worker.send("{\"heard\":" + json + ",\"by\":" + worker.id() + "}");
        }
    }

    /** Listens on a further loop, ends that loop without a word, and listens anew on yet another one. */
    private static void reopen(String where) throws Exception {
        EventLoop first = EventLoop.open("first", PollerKind.EPOLL);
        Thread thread = first.start();
        first.submit(() -> Listener.listen(first, address(where), ListenOptions.DEFAULT, connection -> new Hello()))
                .thenCompose(stage -> stage)
                .thenRun(first::stop)
                .toCompletableFuture()
                .get();
        thread.join();
        EventLoop second = EventLoop.open("second", PollerKind.EPOLL);
        second.start();
        second.submit(() -> Listener.listen(second, address(where), ListenOptions.DEFAULT, connection -> new Hello()))
                .thenCompose(stage -> stage)
                .thenAccept(listener -> report("again " + ListeningSocket.text(listener.address())));
    }

    private static SocketAddress address(String text) {
        if (text.startsWith("/")) {
            return UnixDomainSocketAddress.of(text);
        }
        int colon = text.lastIndexOf(':');
        return new InetSocketAddress(
                InetAddress.ofLiteral(text.substring(0, colon)), Integer.parseInt(text.substring(colon + 1)));
    }

    private static void report(String where) {
        System.out.println(where);
        if (WorkerProcess.isWorker()) {
            WorkerProcess.current().send("{\"where\":\"" + where.replace('"', '\'') + "\"}");
        }
    }

    /** Answers each request, which comes in one piece, with the worker's number; then the client closes. */
    private static final class Hello implements StreamHandler {
        @Override
        public int onData(Connection connection, byte[] buffer, int offset, int length) {
            String body = "worker " + (WorkerProcess.isWorker() ? WorkerProcess.current().id() : 0)
                    + " pid " + ProcessHandle.current().pid() + "\n";
            connection.write(("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body).getBytes(UTF_8));
            connection.finish();
            return length;
        }
    }
}
