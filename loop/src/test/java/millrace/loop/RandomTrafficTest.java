package millrace.loop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import millrace.os.OsException;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever a handler does, and when, each byte comes back once and in its order. A failure names its seed. */
class RandomTrafficTest {
    private static final int CLIENTS = 6;
    private static final int LENGTH = 1 << 20;
    private static final byte[] FILE = random(new Random(7), 200_000);

    @TempDir
    private Path folder;

    /** Echoes, but leaves bytes, pauses and resumes from anywhere, and mixes a file in at places that it knows. */
    private static final class Capricious implements StreamHandler {
        private final Random random;
        private final Path file;
        private long echoed;
        private boolean blocked;

        Capricious(long seed, Path file) {
            this.random = new Random(seed);
            this.file = file;
        }

        @Override
        public int onData(Connection connection, byte[] buffer, int offset, int length) {
            int most = (int) Math.min(length, nextFile() - echoed);
            int used = random.nextInt(3) == 0 ? random.nextInt(most + 1) : most;
            int first = random.nextInt(used + 1);
            write(connection, buffer, offset, first);
            write(connection, buffer, offset + first, used - first);
            if (echoed == nextFile() - used) {
                blocked |= !connection.write(open());
            }
            echoed += used;
            if (used < length || blocked || random.nextInt(4) == 0) {
                pauseForAWhile(connection, used < length);
            }
            return used;
        }

        private long nextFile() {
            return (echoed / (LENGTH / 2) + 1) * (LENGTH / 2);
        }

        private void write(Connection connection, byte[] buffer, int offset, int length) {
            blocked |= !connection.write(buffer, offset, length);
        }

        private FileRegion open() {
            try {
                return FileRegion.open(file);
            } catch (OsException e) {
                throw new IllegalStateException(e);
            }
        }

        /** Who leaves bytes and goes on at once has them offered once more, and not again before others come. */
        private void pauseForAWhile(Connection connection, boolean leaves) {
            connection.pause();
            Runnable resume = () -> {
                if (!blocked) {
                    connection.resume();
                }
            };
            switch (random.nextInt(leaves ? 3 : 4)) {
                case 0 -> connection.loop().execute(resume);
                case 1 -> connection.loop().immediate(resume);
                case 2 -> connection.loop().schedule(resume, random.nextInt(2_000_000), TimeUnit.NANOSECONDS);
                default -> resume.run();
            }
        }

        @Override
        public void onWritable(Connection connection) {
            blocked = false;
            connection.resume();
            if (random.nextInt(2) == 0) {
                pauseForAWhile(connection, false);
            }
        }
    }

    private static byte[] random(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @EnumSource
    void everyByteComesBackOnceAndInOrder(PollerKind kind) throws Exception {
        long seed = System.nanoTime();
        Path file = Files.write(folder.resolve("file"), FILE);
        Random seeds = new Random(seed);
        try (LoopFixture fixture = new LoopFixture(kind);
                ExecutorService clients = Executors.newCachedThreadPool()) {
            Listener listener = fixture.listen(_ -> new Capricious(seeds.nextLong(), file));
            List<Future<?>> talks = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                long own = seed + i;
                talks.add(clients.submit((Callable<?>) () -> talk(listener, clients, new Random(own), seed)));
            }
            for (Future<?> talk : talks) {
                talk.get(LoopFixture.DEADLINE_SECONDS, TimeUnit.SECONDS);
            }
        }
    }

    private static Void talk(Listener listener, ExecutorService threads, Random random, long seed) throws Exception {
        byte[] sent = random(random, LENGTH);
        long pieces = random.nextLong();
        try (Socket socket = LoopFixture.client(listener)) {
            Future<?> writer = threads.submit((Callable<?>) () -> write(socket, sent, new Random(pieces)));
            byte[] received = socket.getInputStream().readAllBytes();
            writer.get();
            assertArrayEquals(expected(sent), received, "seed " + seed);
        }
        return null;
    }

    private static Void write(Socket socket, byte[] bytes, Random random) throws IOException {
        OutputStream out = socket.getOutputStream();
        for (int p = 0, length; p < bytes.length; p += length) {
            length = Math.min(bytes.length - p, 1 + random.nextInt(random.nextInt(3) == 0 ? 100 : 60_000));
            out.write(bytes, p, length);
        }
        socket.shutdownOutput();
        return null;
    }

    /** The file follows each half. */
    private static byte[] expected(byte[] sent) {
        byte[] all = new byte[sent.length + 2 * FILE.length];
        int half = LENGTH / 2;
        System.arraycopy(sent, 0, all, 0, half);
        System.arraycopy(FILE, 0, all, half, FILE.length);
        System.arraycopy(sent, half, all, half + FILE.length, half);
        System.arraycopy(FILE, 0, all, LENGTH + FILE.length, FILE.length);
        return all;
    }
}
