package millrace.offload.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import millrace.loop.pool.IoPool;
import millrace.loop.pool.Lane;
import millrace.os.Errno;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSinkTest {
    private final AsyncFiles files = AsyncFiles.shared();

    @TempDir
    private Path folder;

    private Path target;
    private OnLoop loop;

    @BeforeEach
    void open() throws Exception {
        target = folder.resolve("target");
        loop = new OnLoop();
    }

    @AfterEach
    void close() {
        loop.close();
    }

    @Test
    void aStreamIntoASinkIsACopy() throws Exception {
        byte[] bytes = new byte[2_000_003];
        new Random(1).nextBytes(bytes);
        Path source = Files.write(folder.resolve("source"), bytes);
        for (WriteMode mode : new WriteMode[] {WriteMode.CREATE, WriteMode.TRUNCATE, WriteMode.REPLACE}) {
            long written = loop.async(() -> {
                FileSink sink = files.sink(target, mode);
                files.open(source, 0, bytes.length, 7_001).thenAccept(stream -> stream.subscribe(sink));
                return sink.completion();
            });
            assertEquals(bytes.length, written);
            assertArrayEquals(bytes, Files.readAllBytes(target));
        }
        assertEquals(0, Descriptors.below(folder));
        assertEquals(2, entries());
    }

    private long entries() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.count();
        }
    }

    @Test
    void aPublisherOnAnotherThreadIsHeldBackToAFewPieces() throws Exception {
        AtomicLong lead = new AtomicLong();
        FileSink sink = loop.on(() -> files.sink(target, WriteMode.CREATE));
        try (SubmissionPublisher<ByteBuffer> publisher = new SubmissionPublisher<>(Runnable::run, 16)) {
            publisher.subscribe(sink);
            for (int i = 0; i < 1_000; i++) {
                publisher.submit(ByteBuffer.wrap((i + "\n").getBytes()));
                lead.accumulateAndGet(publisher.estimateMaximumLag(), Math::max);
            }
        }
        OnLoop.await(sink.completion());
        assertEquals(1_000, Files.readAllLines(target).size());
        assertEquals("999", Files.readAllLines(target).get(999));
        assertTrue(lead.get() > 0, "the publisher was never ahead, so nothing was held back");
    }

    /** Publishes what a test says. */
    private static final class Hand implements Flow.Subscription {
        final AtomicLong asked = new AtomicLong();
        final CompletableFuture<Void> firstAsked = new CompletableFuture<>();
        final CompletableFuture<Void> cancelled = new CompletableFuture<>();

        @Override
        public void request(long n) {
            asked.addAndGet(n);
            firstAsked.complete(null);
        }

        @Override
        public void cancel() {
            cancelled.complete(null);
        }
    }

    @Test
    void aFullDiskCancelsTheSource() throws Exception {
        FileSink sink = loop.on(() -> files.sink(Path.of("/dev/full"), WriteMode.TRUNCATE));
        Hand hand = new Hand();
        sink.onSubscribe(hand);
        OnLoop.await(hand.firstAsked);
        sink.onNext(ByteBuffer.allocateDirect(10));
        FileException e = assertThrows(FileException.class, () -> OnLoop.await(sink.completion()));
        assertEquals(Errno.ENOSPC.number(), e.errno());
        OnLoop.await(hand.cancelled);
    }

    @Test
    void aSourceThatFailsLeavesTheOldFileAndNothingBeside() throws Exception {
        Files.writeString(target, "old");
        FileSink sink = loop.on(() -> files.sink(target, WriteMode.REPLACE));
        Hand hand = new Hand();
        sink.onSubscribe(hand);
        OnLoop.await(hand.firstAsked);
        sink.onNext(ByteBuffer.wrap("new".getBytes()));
        IOException broken = new IOException("the client has gone");
        sink.onError(broken);
        assertEquals(broken, assertThrows(IOException.class, () -> OnLoop.await(sink.completion())));
        assertEquals("old", Files.readString(target));
        assertEquals(1, entries());
        assertEquals(0, Descriptors.below(folder));
    }

    @Test
    void aReplacementIsNeverMorePublicThanTheFileItReplaces() throws Exception {
        Files.writeString(target, "secret");
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-------"));
        FileSink sink = loop.on(() -> files.sink(target, WriteMode.REPLACE));
        Hand hand = new Hand();
        sink.onSubscribe(hand);
        OnLoop.await(hand.firstAsked);
        try (Stream<Path> all = Files.list(folder)) {
            for (Path file : all.toList()) {
                assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            }
        }
        assertEquals(2, entries());
        sink.onComplete();
        OnLoop.await(sink.completion());
        assertEquals("", Files.readString(target));
    }

    @Test
    void whenTheLoopEndsWhileASinkIsAtWorkItsFileIsThrownAway() throws Exception {
        try (IoPool pool = IoPool.open(IoPool.Options.defaults().withMaxThreads(1))) {
            Lane lane = pool.lane("narrow");
            CountDownLatch release = new CountDownLatch(1);
            lane.submit(() -> release.await(60, TimeUnit.SECONDS));
            FileSink sink = loop.on(() -> new AsyncFiles(lane).sink(target, WriteMode.REPLACE));
            sink.onSubscribe(new Hand());
            loop.on(() -> null);
            loop.close();
            release.countDown();
            IOException e = assertThrows(IOException.class, () -> OnLoop.await(sink.completion()));
            assertTrue(e.getMessage().contains("loop has ended"), e.getMessage());
            assertEquals(0, entries());
            assertEquals(0, Descriptors.below(folder));
        }
    }

    @Test
    void aSinkWhosePoolIsClosedLetsGoOfItsFile() throws Exception {
        IoPool pool = IoPool.open(IoPool.Options.defaults().withMaxThreads(1));
        FileSink sink = loop.on(() -> new AsyncFiles(pool.lane("own")).sink(target, WriteMode.REPLACE));
        Hand hand = new Hand();
        sink.onSubscribe(hand);
        OnLoop.await(hand.firstAsked);
        pool.close();
        sink.onNext(ByteBuffer.wrap("new".getBytes()));
        assertThrows(RejectedExecutionException.class, () -> OnLoop.await(sink.completion()));
        assertEquals(0, entries());
        assertEquals(0, Descriptors.below(folder));
    }

    @Test
    void cancellingASinkCancelsItsSourceAndClosesTheFile() throws Exception {
        FileSink sink = loop.on(() -> files.sink(target, WriteMode.REPLACE));
        Hand hand = new Hand();
        sink.onSubscribe(hand);
        OnLoop.await(hand.firstAsked);
        sink.cancel();
        assertThrows(CancellationException.class, () -> OnLoop.await(sink.completion()));
        OnLoop.await(hand.cancelled);
        assertEquals(0, entries());
        assertEquals(0, Descriptors.below(folder));
    }

    @Test
    void aSinkThatCannotOpenItsFileAsksForNothing() throws Exception {
        FileSink sink = loop.on(() -> files.sink(folder.resolve("missing/file"), WriteMode.CREATE));
        Hand hand = new Hand();
        sink.onSubscribe(hand);
        OnLoop.await(hand.cancelled);
        assertEquals(0, hand.asked.get());
        FileException e = assertThrows(FileException.class, () -> OnLoop.await(sink.completion()));
        assertEquals(Errno.ENOENT.number(), e.errno());
    }
}
