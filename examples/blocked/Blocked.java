import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import millrace.http.Handler;
import millrace.http.HttpServer;
import millrace.http.Request;
import millrace.http.Response;
import millrace.http.jdk.BlockingHandler;
import millrace.loop.stall.LoopFigures;
import millrace.loop.stall.LoopWatch;

/**
 * What must not be done on an event loop, each in a route of its own, and what the watch over the loops says of it: ask
 * one, and look at the log. {@code /figures} shows what has been counted.
 */
public class Blocked {
    private static final ReentrantLock LOCK = new ReentrantLock();
    private static final List<Object> LIVE = new ArrayList<>();

    public static void main(String[] args) throws IOException {
        Handler virtual = BlockingHandler.of(Blocked::spinOnCarrier);
        HttpServer.listen(8080, (request, response) -> {
            if (request.pathIs("/virtual")) {
                virtual.handle(request, response);
            } else {
                route(request, response);
            }
        });
    }

    private static void route(Request request, Response response) throws Exception {
        switch (request.path()) {
            case "/compute" -> compute();
            case "/sleep" -> Thread.sleep(200);
            case "/lock" -> waitForLock();
            case "/socket" -> readFromSilence();
            case "/future" -> waitForResult();
            case "/gc" -> collect();
            case "/figures" -> {
                response.send(figures());
                return;
            }
            default -> {
                response.send("ask /compute /sleep /lock /socket /future /gc /virtual /figures\n");
                return;
            }
        }
        response.send(request.path() + " is done\n");
    }

    private static void compute() {
        BigInteger number = BigInteger.valueOf(3);
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(200);
        while (System.nanoTime() < end) {
            number = number.multiply(BigInteger.valueOf(7)).mod(BigInteger.TEN.pow(300));
        }
    }

    private static void waitForLock() throws InterruptedException {
        CompletableFuture<Void> taken = new CompletableFuture<>();
        Thread.ofPlatform().name("hoarder").start(() -> hoard(taken));
        taken.join();
        LOCK.lock();
        LOCK.unlock();
    }

    private static void hoard(CompletableFuture<Void> taken) {
        LOCK.lock();
        try {
            taken.complete(null);
            Thread.sleep(200);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            LOCK.unlock();
        }
    }

    private static void readFromSilence() throws IOException {
        try (ServerSocket silence = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket socket = new Socket(silence.getInetAddress(), silence.getLocalPort())) {
            CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS).execute(() -> close(silence));
            socket.getInputStream().read();
        } catch (IOException e) {
            System.out.println("the silence is over: " + e.getMessage());
        }
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            System.out.println("cannot close: " + e.getMessage());
        }
    }

    private static void waitForResult() {
        CompletableFuture<String> result = new CompletableFuture<>();
        result.completeOnTimeout("late", 200, TimeUnit.MILLISECONDS);
        result.join();
    }

    /** The more objects live, the longer the collector stops everything. */
    private static void collect() {
        if (LIVE.isEmpty()) {
            for (int i = 0; i < 5_000_000; i++) {
                LIVE.add(new byte[1]);
            }
        }
        System.gc();
    }

    /** Virtual threads share a few carriers; who computes gives its own to nobody. */
    private static void spinOnCarrier(HttpExchange exchange) throws IOException {
        compute();
        byte[] body = "/virtual is done\n".getBytes();
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static String figures() {
        StringBuilder text = new StringBuilder();
        for (LoopFigures loop : LoopWatch.shared().figures()) {
            text.append(loop.loop()).append(": ").append(loop.turns()).append(" turns, half of them within ")
                    .append(loop.delayP50().toNanos() / 1000).append(" µs, 99.9 % within ")
                    .append(loop.delayP999().toNanos() / 1000).append(" µs; stalls: ").append(loop.stalls()).append('\n');
        }
        return text.toString();
    }
}
