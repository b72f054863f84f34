import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import millrace.loop.EventLoop;
import millrace.loop.PollerKind;
import millrace.loop.Timer;
import millrace.offload.crypto.KeyDerivation;
import millrace.offload.crypto.Pbkdf2Parameters;
import millrace.offload.dns.Dns;
import millrace.offload.dns.DnsOptions;
import millrace.offload.file.AsyncFiles;

/** Small reads and look-ups beside saturating key derivations: what peers/head-of-line.js does in Node. */
public final class HeadOfLine {
    private static final int READS = 1_000;
    private static final int LOOKUPS = 100;
    private static final int DERIVATIONS = 8;
    private static final long SPREAD_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final EventLoop loop;
    private final Dns dns;
    private final Path file;
    private int names;

    private HeadOfLine(EventLoop loop, Dns dns, Path file) {
        this.loop = loop;
        this.dns = dns;
        this.file = file;
    }

    public static void main(String[] args) throws Exception {
        Security.setProperty("networkaddress.cache.ttl", "0"); // else the JDK looks up once, and remembers
        Path file = Files.createTempFile("head-of-line-", "");
        EventLoop loop = EventLoop.open("head-of-line", PollerKind.EPOLL);
        loop.startDaemon();
        InetSocketAddress server = nameServer();
        try {
            Files.writeString(file, "x".repeat(1024));
            HeadOfLine measure = loop.submit(
                            () -> new HeadOfLine(loop, Dns.open(loop, DnsOptions.only(server)), file))
                    .toCompletableFuture()
                    .get();
            measure.run();
        } finally {
            Files.delete(file);
        }
        System.exit(0);
    }

    private void run() throws Exception {
        for (int i = 0; i < 5; i++) {
            derive().get();
            measure(null);
        }
        measure("idle");
        long began = System.nanoTime();
        CompletableFuture<?>[] derivations =
                onLoop(() -> IntStream.range(0, DERIVATIONS).mapToObj(i -> derive()).toArray(CompletableFuture<?>[]::new));
        measure("beside key derivation");
        CompletableFuture.allOf(derivations).get();
        System.out.printf("%d key derivations, ms\t%.1f%n", DERIVATIONS, (System.nanoTime() - began) / 1e6);
    }

    private void measure(String when) throws Exception {
        List<CompletableFuture<double[]>> all = onLoop(() -> List.of(
                spread(READS, i -> AsyncFiles.shared().read(file, 1 << 20)),
                spread(LOOKUPS, i -> Dns.system("localhost")),
                spread(LOOKUPS, i -> dns.resolve4("name-" + names++ + ".test"))));
        String[] what = {"file read", "look-up", "look-up by own client"};
        for (int i = 0; i < what.length; i++) {
            double[] millis = all.get(i).get();
            Arrays.sort(millis);
            if (when != null) {
                System.out.printf("%s p50, ms, %s\t%.3f%n", what[i], when, millis[millis.length / 2]);
                System.out.printf("%s p99, ms, %s\t%.3f%n", what[i], when, millis[millis.length * 99 / 100]);
            }
        }
    }

    private static CompletableFuture<byte[]> derive() {
        return KeyDerivation.shared().pbkdf2("password".getBytes(), "salt".getBytes(),
                new Pbkdf2Parameters(Pbkdf2Parameters.Digest.SHA512, 260_000), 64);
    }

    /** {@code count} operations, each at its own moment of the half second; how many milliseconds each took. */
    private CompletableFuture<double[]> spread(int count, IntFunction<CompletionStage<?>> operation) {
        CompletableFuture<double[]> done = new CompletableFuture<>();
        double[] millis = new double[count];
        int[] state = new int[2]; // asked, answered
        long began = System.nanoTime();
        List<Timer> timer = new ArrayList<>();
        timer.add(loop.scheduleAtFixedRate(() -> {
            long due = Math.min(count, (System.nanoTime() - began) * count / SPREAD_NANOS + 1);
            while (state[0] < due) {
                long then = System.nanoTime();
                operation.apply(state[0]++).whenComplete((value, error) -> {
                    millis[state[1]++] = (System.nanoTime() - then) / 1e6;
                    if (error != null) {
                        done.completeExceptionally(error);
                    } else if (state[1] == count) {
                        done.complete(millis);
                    }
                });
            }
            if (state[0] == count) {
                timer.getFirst().cancel();
            }
        }, 0, 1, TimeUnit.MILLISECONDS));
        return done;
    }

    private <T> T onLoop(Callable<T> work) throws Exception {
        return loop.submit(work).toCompletableFuture().get();
    }

    /** Answers every question with 127.0.0.1. */
    private static InetSocketAddress nameServer() throws Exception {
        DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        byte[] record = {(byte) 0xC0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 127, 0, 0, 1};
        Thread.ofPlatform().name("name-server").daemon().start(() -> {
            byte[] message = new byte[2048];
            DatagramPacket packet = new DatagramPacket(message, message.length);
            try {
                while (true) {
                    packet.setLength(message.length);
                    socket.receive(packet);
                    int end = 12;
                    while (message[end] != 0) {
                        end += message[end] + 1;
                    }
                    end += 5; // the root label, type and class
                    message[2] |= (byte) 0x80; // an answer
                    message[7] = 1; // of one record
                    message[11] = 0; // and no additional one
                    System.arraycopy(record, 0, message, end, record.length);
                    packet.setLength(end + record.length);
                    socket.send(packet);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }
}
