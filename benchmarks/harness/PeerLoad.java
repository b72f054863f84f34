package harness;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A load at a fixed rate on a reverse proxy that says in {@code X-Peers} whom it has asked: what became of each request, and
 * when. Latency counts from when a request was due.
 */
final class PeerLoad {
    private static final int TIMEOUT_MILLIS = 8_000;
    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)");
    private static final Pattern PEERS = Pattern.compile("(?i)\r\nx-peers: *([^\r]*)");

    /**
     * One request.
     *
     * @param status 0 when there was no whole answer
     * @param peers the addresses that were asked, as far as they are known
     */
    record Sample(long dueNanos, long endNanos, int status, String peers) {
        boolean failed() {
            return status != 200;
        }
    }

    private final InetSocketAddress server;
    private final byte[] request;
    private final Queue<Socket> idle = new ConcurrentLinkedQueue<>();
    private final Queue<Sample> samples = new ConcurrentLinkedQueue<>();

    private PeerLoad(InetSocketAddress server, String path) {
        this.server = server;
        this.request = ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    /** Runs to its end; every request is in the result. */
    static List<Sample> run(InetSocketAddress server, String path, int rate, int millis) {
        PeerLoad load = new PeerLoad(server, path);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            long began = System.nanoTime();
            for (long i = 0; i < (long) rate * millis / 1_000; i++) {
                long due = began + i * (TimeUnit.SECONDS.toNanos(1) / rate);
                LockSupport.parkNanos(due - System.nanoTime());
                threads.execute(() -> load.ask(due));
            }
        }
        load.idle.forEach(PeerLoad::close);
        return new ArrayList<>(load.samples);
    }

    private void ask(long due) {
        StringBuilder answer = new StringBuilder();
        Socket known = idle.poll();
        Socket socket = known == null ? new Socket() : known;
        int status = 0;
        try {
            if (known == null) {
                socket.setTcpNoDelay(true);
                socket.setSoTimeout(TIMEOUT_MILLIS);
                socket.connect(server, TIMEOUT_MILLIS);
            }
            socket.getOutputStream().write(request);
            read(socket.getInputStream(), answer);
            status = Integer.parseInt(answer.substring(9, 12));
        } catch (IOException e) {
            answer.append("\r\nConnection: close"); // it is counted as broken by its status
        }
        if (answer.toString().contains("Connection: close")) {
            close(socket);
        } else {
            idle.add(socket);
        }
        Matcher peers = PEERS.matcher(answer);
        samples.add(new Sample(due, System.nanoTime(), status, peers.find() ? peers.group(1) : ""));
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            Report.progress("close: " + e.getMessage());
        }
    }

    private static void read(InputStream from, StringBuilder answer) throws IOException {
        byte[] in = new byte[2048];
        while (true) {
            int read = from.read(in);
            if (read < 0) {
                throw new EOFException("closed within an answer");
            }
            answer.append(new String(in, 0, read, StandardCharsets.ISO_8859_1));
            int body = answer.indexOf("\r\n\r\n") + 4;
            Matcher length = LENGTH.matcher(answer);
            if (body >= 4 && length.find() && answer.length() - body >= Integer.parseInt(length.group(1))) {
                return;
            }
        }
    }
}
