package millrace.offload.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import millrace.loop.FlowStream;
import millrace.loop.ListenOptions;
import millrace.loop.Listener;
import millrace.loop.pool.IoPool;
import millrace.loop.pool.Lane;
import millrace.loop.pool.LaneOptions;
import millrace.os.Errno;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStreamTest {
    private final AsyncFiles files = AsyncFiles.shared();
    private final byte[] bytes = new byte[3_000_017];

    @TempDir
    private Path folder;

    private Path file;
    private OnLoop loop;

    @BeforeEach
    void open() throws Exception {
        new Random(1).nextBytes(bytes);
        file = Files.write(folder.resolve("file"), bytes);
        loop = new OnLoop();
    }

    @AfterEach
    void close() {
        loop.close();
    }

    private static byte[] join(List<ByteBuffer> chunks) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        chunks.forEach(chunk -> all.write(chunk.array(), chunk.position(), chunk.remaining()));
        return all.toByteArray();
    }

    private void allClosed() throws IOException {
        while (Descriptors.below(folder) > 0) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aPartComesInChunksOfTheSizeAskedForAndTheFileIsClosed() throws Exception {
        Collector<ByteBuffer> collector = Collector.oneByOne();
        FileStream stream = loop.async(() -> files.open(file, 1_000, 2_000_000, 30_000));
        assertEquals(2_000_000, stream.length());
        assertEquals(1, Descriptors.below(folder));
        stream.subscribe(collector);
        List<ByteBuffer> chunks = OnLoop.await(collector.completion);
        assertTrue(chunks.stream().allMatch(chunk -> chunk.remaining() <= 30_000));
        assertArrayEquals(Arrays.copyOfRange(bytes, 1_000, 2_001_000), join(chunks));
        allClosed();
    }

    @Test
    void allAtOnceForADemandWithoutEnd() throws Exception {
        Collector<ByteBuffer> collector = new Collector<>(Long.MAX_VALUE, (subscription, self) -> { });
        loop.async(() -> files.open(file)).subscribe(collector);
        assertArrayEquals(bytes, join(OnLoop.await(collector.completion)));
    }

    @Test
    void emptyFilesAndFilesOfProcEnd() throws Exception {
        Collector<ByteBuffer> empty = Collector.oneByOne();
        loop.async(() -> files.open(Files.createFile(folder.resolve("empty")))).subscribe(empty);
        assertEquals(0, OnLoop.await(empty.completion).size());
        Collector<ByteBuffer> status = Collector.oneByOne();
        loop.async(() -> files.open(Path.of("/proc/self/status"))).subscribe(status);
        assertTrue(new String(join(OnLoop.await(status.completion))).contains("VmRSS"));
    }

    @Test
    void nothingIsReadWithoutDemand() throws Exception {
        Collector<ByteBuffer> collector = new Collector<>(1, (subscription, self) -> self.completion.complete(self.items));
        FileStream stream = loop.async(() -> files.open(file));
        stream.subscribe(collector);
        OnLoop.await(collector.completion);
        // Whatever were read without demand would come before this, which takes the same way.
        loop.async(() -> files.read(file, bytes.length));
        assertEquals(1, loop.on(collector.items::size));
        stream.close();
        allClosed();
    }

    @Test
    void cancellingMidwayClosesTheFileAlsoWhileAChunkIsBeingRead() throws Exception {
        for (int round = 0; round < 50; round++) {
            int most = round % 5 + 1;
            CompletableFuture<Void> cancelled = new CompletableFuture<>();
            Collector<ByteBuffer> collector = new Collector<>(1, (subscription, self) -> {
                subscription.request(1);
                if (self.items.size() == most) {
                    subscription.cancel();
                    cancelled.complete(null);
                }
            });
            loop.async(() -> files.open(file, 0, bytes.length, 10_000)).subscribe(collector);
            OnLoop.await(cancelled);
            allClosed();
            assertEquals(most, loop.on(collector.items::size));
        }
    }

    @Test
    void whoCancelsBeforeTheFileIsOpenLeavesNothingOpen() throws Exception {
        for (int round = 0; round < 50; round++) {
            loop.on(() -> files.open(file).cancel(false));
        }
        loop.async(() -> files.read(file, bytes.length));
        allClosed();
    }

    @Test
    void aFileThatShrinksMeanwhileIsAnErrorAndNotAShortAnswer() throws Exception {
        Collector<ByteBuffer> collector = new Collector<>(1, (subscription, self) -> {
            if (self.items.size() == 3) {
                shrink();
            }
            subscription.request(1);
        });
        loop.async(() -> files.open(file, 0, bytes.length, 100_000)).subscribe(collector);
        FileException e = assertThrows(FileException.class, () -> OnLoop.await(collector.completion));
        assertEquals(Errno.EIO.number(), e.errno());
        assertTrue(e.getMessage().contains("has become shorter while it was read"), e.getMessage());
        allClosed();
    }

    private void shrink() {
        try (RandomAccessFile writer = new RandomAccessFile(file.toFile(), "rw")) {
            writer.setLength(200_000);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void anItemThatTheSubscriberThrowsAtEndsTheStreamAndIsReported() throws Exception {
        CompletableFuture<Throwable> reported = new CompletableFuture<>();
        IllegalStateException thrown = new IllegalStateException("thrown by a subscriber");
        loop.on(() -> {
            loop.loop.onUncaught(reported::complete);
            return null;
        });
        loop.async(() -> files.open(file)).subscribe(new Collector<>(5, (subscription, self) -> {
            throw thrown;
        }));
        assertEquals(thrown, OnLoop.await(reported));
        allClosed();
    }

    @Test
    void aDemandOfNothingAndASecondSubscriberAreErrors() throws Exception {
        FileStream stream = loop.async(() -> files.open(file));
        Collector<ByteBuffer> first = new Collector<>(0, (subscription, self) -> { });
        Collector<ByteBuffer> second = Collector.oneByOne();
        stream.subscribe(first);
        stream.subscribe(second);
        assertThrows(IllegalArgumentException.class, () -> OnLoop.await(first.completion));
        assertThrows(IllegalStateException.class, () -> OnLoop.await(second.completion));
        allClosed();
    }

    @Test
    void aFullLaneSlowsAStreamDownAndDoesNotBreakIt() throws Exception {
        try (IoPool pool = IoPool.open(IoPool.Options.defaults().withMaxThreads(1))) {
            Lane lane = pool.lane("narrow", LaneOptions.defaults().withMaxQueued(1));
            AsyncFiles narrow = new AsyncFiles(lane);
            CountDownLatch release = new CountDownLatch(1);
            FileStream stream = loop.async(() -> narrow.open(file));
            CountDownLatch running = new CountDownLatch(1);
            lane.submit(() -> {
                running.countDown();
                return release.await(60, TimeUnit.SECONDS);
            });
            assertTrue(running.await(60, TimeUnit.SECONDS));
            lane.submit(() -> null);
            Collector<ByteBuffer> collector = Collector.oneByOne();
            stream.subscribe(collector);
            while (lane.figures().rejected() == 0) {
                Thread.onSpinWait();
            }
            release.countDown();
            assertArrayEquals(bytes, join(OnLoop.await(collector.completion)));
        }
    }

    @Test
    void whenTheLoopEndsWhileAChunkIsBeingReadTheFileIsClosed() throws Exception {
        try (IoPool pool = IoPool.open(IoPool.Options.defaults().withMaxThreads(1))) {
            Lane lane = pool.lane("narrow");
            CountDownLatch release = new CountDownLatch(1);
            FileStream stream = loop.async(() -> new AsyncFiles(lane).open(file));
            lane.submit(() -> release.await(60, TimeUnit.SECONDS));
            stream.subscribe(Collector.oneByOne());
            loop.on(() -> null);
            loop.close();
            release.countDown();
            allClosed();
        }
    }

    @Test
    void aFileGoesOutOverAConnectionAtThePaceOfTheClient() throws Exception {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        Listener listener = loop.async(() -> Listener.listen(loop.loop, any, ListenOptions.DEFAULT, connection -> {
            FlowStream stream = new FlowStream(connection);
            files.open(file).thenAccept(content -> content.subscribe(stream.sink()));
            return stream;
        }));
        InetSocketAddress address = (InetSocketAddress) listener.address();
        try (Socket client = new Socket(address.getAddress(), address.getPort())) {
            assertArrayEquals(bytes, client.getInputStream().readAllBytes());
        }
        allClosed();
    }
}
