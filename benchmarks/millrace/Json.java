import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Flow;
import java.util.stream.IntStream;
import millrace.http.HttpServer;
import millrace.http.Request;
import millrace.http.Response;
import millrace.http.ServerOptions;
import millrace.http.codec.Limits;
import millrace.http.json.JsonEvent;
import millrace.http.json.JsonLimits;
import millrace.loop.EventLoop;

/**
 * Large and hostile documents through a server of one loop, in and out, one after the other: {@code Json [ROUNDS]}.
 * Prints how long the longest turn of the loop was while each passed, in milliseconds: by the clock; without the time
 * that its thread waited for a processor, which on a busy machine is most of it; and in CPU time (what then is missing is
 * garbage collection). At the end, how much memory is alive in the midst of a document. Each figure stands behind a tab;
 * of several rounds the last counts, the first is that of a cold JVM. What else there is to say goes to the other output.
 * To be run on an idle machine and with a small heap, once {@code ./millrace} has been built:
 * {@code java -Xmx64m @target/dist/jvm.args benchmarks/millrace/Json.java 3}.
 */
public final class Json {
    private static final int DOCUMENT_BYTES = 100_000_000;

    /** What is sent: to where, and how it begins, goes on and ends. */
    private record Document(String what, String path, String first, String repeated, int bytes, String last) {}

    private static final Document[] DOCUMENTS = {
        new Document("100 MB of nested arrays", "/events", "[[]", ",[[[],1],[[2]]]", DOCUMENT_BYTES, "]"),
        new Document("100 MB of objects", "/events", "[{}", ",{\"id\":12345,\"name\":\"Ada\"}", DOCUMENT_BYTES, "]"),
        new Document("100 MB of one string", "/events", "[\"", "abcdefghijklmnop", DOCUMENT_BYTES, "\"]"),
        new Document("100 MB of blanks", "/events", "[", " ", DOCUMENT_BYTES, "]"),
        new Document("10^6 keys, events", "/events", "{\"k\":1", ",\"key\":2", 8_000_000, "}"),
        new Document("10^6 keys, tree", "/tree", "[{}", ",{\"k\":1}", 9_000_000, "]"),
        new Document("10^6 elements, tree", "/tree", "[1", ",2", 2_000_000, "]"),
        new Document("number of 10^6 digits", "/events", "[1", "7", 1_000_000, "]"),
        new Document("depth 10^5, refused", "/events", "", "[", 100_000, ""),
        new Document("depth 10^5, allowed", "/deep", "", "[", 100_000, "]".repeat(131_072)),
    };

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static volatile EventLoop loop;

    // Of the loop's thread, while it is watched.
    private static volatile boolean watched;
    private static RandomAccessFile schedule;
    private static long lastNanos;
    private static long lastCpuNanos;
    private static long lastWaitNanos;
    private static long longestNanos;
    private static long longestHeldNanos;
    private static long longestCpuNanos;
    private static long turns;

    public static void main(String[] args) throws Exception {
        millrace.http.json.Json.load();
        ServerOptions options = ServerOptions.DEFAULT.withLimits(Limits.DEFAULT.withBodyBytes(1L << 40));
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (HttpServer server = HttpServer.listen(address, options, Json::handle)) {
            ask(server.port(), "GET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", -1);
            int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 3;
            for (int round = 1; round <= rounds; round++) {
                for (Document document : DOCUMENTS) {
                    measure(round, rounds, document.what, () -> send(server.port(), document, false));
                }
                measure(round, rounds, "100 MB answered", () -> take(server.port(), -1));
            }
            for (Document document : Arrays.copyOf(DOCUMENTS, 2)) {
                figure("alive in the midst of " + document.what + ", MiB", send(server.port(), document, true));
            }
            figure("alive in the midst of an answer, MiB", take(server.port(), DOCUMENT_BYTES / 2));
        }
    }

    private static void figure(String what, String value) {
        System.out.println(what + "\t" + value);
    }

    private static void figure(String what, long nanos) {
        figure(what + ", ms", "%.2f".formatted(nanos / 1e6));
    }

    // --- the server's side ---

    private static void handle(Request request, Response response) {
        loop = request.loop();
        switch (request.path()) {
            case "/events" -> millrace.http.json.Json.events(request, JsonLimits.EVENTS)
                    .subscribe(new Counter(response));
            case "/deep" -> millrace.http.json.Json.events(request, JsonLimits.EVENTS.withDepth(131_072))
                    .subscribe(new Counter(response));
            case "/tree" -> millrace.http.json.Json.read(request, JsonLimits.TREE.withBytes(Long.MAX_VALUE))
                    .whenComplete((tree, error) -> answer(response, tree == null ? error : "a tree"));
            case "/large" -> millrace.http.json.Json.send(response, IntStream.range(0, 2_700_000)
                    .mapToObj(i -> Map.of("id", i, "name", "Ada", "on", true)).iterator());
            default -> response.send("hello");
        }
    }

    private static void answer(Response response, Object result) {
        if (result instanceof Throwable error) {
            response.fail(error);
        } else {
            millrace.http.json.Json.send(response, result);
        }
    }

    private static final class Counter implements Flow.Subscriber<JsonEvent> {
        private final Response response;
        private long events;

        Counter(Response response) {
            this.response = response;
        }

        @Override
        public void onSubscribe(Flow.Subscription s) {
            s.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(JsonEvent event) {
            events++;
        }

        @Override
        public void onError(Throwable error) {
            answer(response, error);
        }

        @Override
        public void onComplete() {
            answer(response, events + " events");
        }
    }

    /** Once in each turn, so that the loop never waits: what lies between two calls is a turn. */
    private static void watch() {
        long nanos = System.nanoTime();
        long cpu = THREADS.getCurrentThreadCpuTime();
        long wait = waitedNanos();
        if (turns > 0) {
            longestNanos = Math.max(longestNanos, nanos - lastNanos);
            longestHeldNanos = Math.max(longestHeldNanos, nanos - lastNanos - (wait - lastWaitNanos));
            longestCpuNanos = Math.max(longestCpuNanos, cpu - lastCpuNanos);
        }
        turns++;
        lastNanos = nanos;
        lastCpuNanos = cpu;
        lastWaitNanos = wait;
        if (watched) {
            loop.immediate(Json::watch);
        }
    }

    /** How long this thread has waited for a processor in all, as the kernel counts it (proc(5), schedstat). */
    private static long waitedNanos() {
        try {
            if (schedule == null) {
                schedule = new RandomAccessFile("/proc/thread-self/schedstat", "r");
            }
            byte[] text = new byte[64];
            schedule.seek(0);
            return Long.parseLong(new String(text, 0, schedule.read(text), StandardCharsets.US_ASCII).split(" ")[1]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // --- the client's side ---

    private interface Exchange {
        String run() throws IOException;
    }

    private static void measure(int round, int rounds, String what, Exchange exchange) throws Exception {
        watched = true;
        loop.submit(() -> {
            longestNanos = 0;
            longestHeldNanos = 0;
            longestCpuNanos = 0;
            turns = 0;
            loop.immediate(Json::watch);
            return null;
        }).toCompletableFuture().get();
        long begun = System.nanoTime();
        String result = exchange.run();
        double seconds = (System.nanoTime() - begun) / 1e9;
        watched = false;
        loop.submit(() -> null).toCompletableFuture().get();
        System.err.printf("round %d  %-24s %6.2f s  %7d turns  longest %6.1f ms, without waiting %6.2f, CPU %6.2f  %s%n",
                round, what, seconds, turns, longestNanos / 1e6, longestHeldNanos / 1e6, longestCpuNanos / 1e6, result);
        if (round == rounds) {
            figure(what + ", longest turn", longestNanos);
            figure(what + ", longest turn without waiting for a processor", longestHeldNanos);
            figure(what + ", longest turn in CPU time", longestCpuNanos);
        }
    }

    private static String send(int port, Document document, boolean weigh) throws IOException {
        String text = document.repeated.repeat(64 * 1024 / document.repeated.length());
        byte[] piece = text.getBytes(StandardCharsets.UTF_8);
        int pieces = document.bytes / piece.length + 1;
        long length = document.first.length() + (long) pieces * piece.length + document.last.length();
        String head = "POST " + document.path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: " + length
                + "\r\n\r\n" + document.first;
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            String alive = "";
            try {
                OutputStream out = socket.getOutputStream();
                out.write(head.getBytes(StandardCharsets.UTF_8));
                for (int i = 0; i < pieces; i++) {
                    out.write(piece);
                    alive = weigh && i == pieces / 2 ? alive() : alive;
                }
                out.write(document.last.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                alive = e.getMessage(); // Refused before all was sent: the answer says why.
            }
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            String body = answer.substring(answer.indexOf("\r\n\r\n") + 4).strip();
            return weigh ? alive : answer.substring(9, 12) + " " + body;
        }
    }

    private static String take(int port, long weighAt) throws IOException {
        return ask(port, "GET /large HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", weighAt);
    }

    private static String ask(int port, String request, long weighAt) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            InputStream in = socket.getInputStream();
            byte[] buffer = new byte[64 * 1024];
            String alive = "";
            long bytes = 0;
            for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
                bytes += n;
                alive = weighAt >= 0 && alive.isEmpty() && bytes > weighAt ? alive() : alive;
            }
            return weighAt >= 0 ? alive : bytes + " bytes";
        }
    }

    private static String alive() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return "%.1f".formatted((runtime.totalMemory() - runtime.freeMemory()) / 1048576.0);
    }
}
