package harness;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * Encrypted answers that are longer than the measure, read slowly: who serves them has to hold each back, and to go on with
 * it whatever happens meanwhile.
 */
final class LongAnswers implements AutoCloseable {
    private static final int PIECE_BYTES = 64 << 10;
    private static final int PAUSE_MILLIS = 250;
    private static final int TIMEOUT_MILLIS = 10_000;
    private static final int SMALL_BYTES = "hello, world!".length();

    static {
        // A client that takes 16 MiB at once, as the JDK's does by itself, reads nothing slowly.
        System.setProperty("jdk.httpclient.windowsize", String.valueOf(PIECE_BYTES));
        System.setProperty("jdk.httpclient.connectionWindowSize", String.valueOf(PIECE_BYTES));
    }

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<Progress> all = new ArrayList<>();
    private volatile boolean over;

    /** Connections of HTTP/1.1 that have been asked for something else before. */
    void openHttp1(int count, InetSocketAddress server, String path, SSLContext context) throws IOException {
        for (int i = 0; i < count; i++) {
            SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket();
            open.add(socket);
            socket.setReceiveBufferSize(PIECE_BYTES);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.connect(server, TIMEOUT_MILLIS);
            ask(socket, "/");
            if (socket.getInputStream().readNBytes(SMALL_BYTES).length < SMALL_BYTES) {
                throw new EOFException("closed within a small answer");
            }
            ask(socket, path);
            follow(socket.getInputStream());
        }
    }

    private static void ask(SSLSocket socket, String path) throws IOException {
        String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        String head = Tunnels.readHead(socket.getInputStream());
        if (!head.startsWith("HTTP/1.1 200")) {
            throw new ProtocolException("unexpected answer: " + head);
        }
    }

    /** Streams of HTTP/2, each on a connection of its own. */
    void openHttp2(int count, InetSocketAddress server, String path, SSLContext context)
            throws IOException, InterruptedException {
        URI uri = URI.create("https://127.0.0.1:" + server.getPort() + path);
        for (int i = 0; i < count; i++) {
            HttpClient client = HttpClient.newBuilder().sslContext(context).executor(threads)
                    .version(HttpClient.Version.HTTP_2).build();
            open.add(client::shutdownNow);
            HttpResponse<InputStream> answer = client.send(HttpRequest.newBuilder(uri).build(),
                    HttpResponse.BodyHandlers.ofInputStream());
            if (answer.statusCode() != 200 || answer.version() != HttpClient.Version.HTTP_2) {
                throw new ProtocolException("unexpected answer: " + answer);
            }
            follow(answer.body());
        }
    }

    private void follow(InputStream body) {
        Progress progress = new Progress();
        all.add(progress);
        threads.execute(() -> {
            byte[] piece = new byte[PIECE_BYTES];
            try {
                while (!over) {
                    if (body.readNBytes(piece, 0, piece.length) < piece.length) {
                        throw new EOFException("it has an end");
                    }
                    progress.step();
                    TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
                }
            } catch (IOException e) {
                if (!over) {
                    progress.end(e);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** Answers that have ended or of which nothing comes any more: looks for a while. */
    long silent() throws InterruptedException {
        return Progress.silent(all);
    }

    /** What ends from now on is of no interest. */
    void end() {
        over = true;
    }

    @Override
    public void close() throws IOException {
        over = true;
        for (AutoCloseable one : open) {
            try {
                one.close();
            } catch (Exception e) {
                Report.progress("a client's end: " + e);
            }
        }
        threads.shutdownNow();
    }
}
