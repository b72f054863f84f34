package millrace.offload.compress;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import millrace.loop.pool.CpuPool;
import millrace.loop.pool.Lane;
import millrace.offload.compress.DecompressionException.Reason;
import millrace.offload.file.AsyncFiles;
import millrace.offload.file.Collector;
import millrace.offload.file.FileSink;
import millrace.offload.file.OnLoop;
import millrace.offload.file.WriteMode;
import millrace.offload.flow.PatientLane;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodecStreamTest {
    private static final DecompressionLimits ROOM = DecompressionLimits.ofBytes(64 << 20);

    private final Compression compression = Compression.shared();

    @TempDir
    private Path folder;

    private OnLoop loop;

    @BeforeEach
    void open() throws Exception {
        loop = new OnLoop();
    }

    @AfterEach
    void close() {
        loop.close();
    }

    /** Publishes pieces one for one, from within request, and counts what it is asked for. */
    private static final class Pieces implements Flow.Publisher<ByteBuffer>, Flow.Subscription {
        private final byte[] bytes;
        private final int piece;
        private Flow.Subscriber<? super ByteBuffer> subscriber;
        private int at;
        volatile int asked;
        final CompletableFuture<Void> cancelled = new CompletableFuture<>();

        Pieces(byte[] bytes, int piece) {
            this.bytes = bytes;
            this.piece = piece;
        }

        @Override
        public void subscribe(Flow.Subscriber<? super ByteBuffer> newcomer) {
            subscriber = newcomer;
            newcomer.onSubscribe(this);
        }

        @Override
        public void request(long n) {
            asked++;
            int length = Math.min(piece, bytes.length - at);
            if (length == 0) {
                subscriber.onComplete();
                return;
            }
            at += length;
            subscriber.onNext(ByteBuffer.wrap(bytes, at - length, length));
        }

        @Override
        public void cancel() {
            cancelled.complete(null);
        }
    }

    private static byte[] join(List<ByteBuffer> chunks) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        chunks.forEach(chunk -> all.write(chunk.array(), chunk.position(), chunk.remaining()));
        return all.toByteArray();
    }

    private byte[] through(CodecStream stream, Pieces source) throws Exception {
        Collector<ByteBuffer> collector = Collector.oneByOne();
        loop.on(() -> {
            stream.subscribe(collector);
            source.subscribe(stream);
            return null;
        });
        return join(OnLoop.await(collector.completion));
    }

    @Test
    void piecesOfAnySizeGoThroughBothWays() throws Exception {
        byte[] text = Drive.text(2_000_000, 1);
        for (int piece : new int[] {100, 1_024, 1_025, 70_000, 2_000_000}) {
            for (Format format : Format.values()) {
                byte[] packed = through(loop.on(() -> compression.compressor(format, 1)), new Pieces(text, piece));
                assertTrue(packed.length < text.length / 3);
                assertArrayEquals(text,
                        through(loop.on(() -> compression.decompressor(format, ROOM)), new Pieces(packed, piece)));
            }
        }
    }

    @Test
    void aFileGoesCompressedIntoAnotherFile() throws Exception {
        AsyncFiles files = AsyncFiles.shared();
        byte[] text = Drive.text(3_000_000, 2);
        Path source = Files.write(folder.resolve("source"), text);
        Path target = folder.resolve("target.gz");
        long written = loop.async(() -> {
            FileSink sink = files.sink(target, WriteMode.REPLACE);
            CodecStream gzip = compression.compressor(Format.GZIP, 6);
            files.open(source).thenAccept(stream -> {
                gzip.subscribe(sink);
                stream.subscribe(gzip);
            });
            return sink.completion();
        });
        assertEquals(Files.size(target), written);
        assertArrayEquals(text,
                new GZIPInputStream(new ByteArrayInputStream(Files.readAllBytes(target))).readAllBytes());
    }

    @Test
    void noMoreIsAskedForThanSomebodyWants() throws Exception {
        Pieces source = new Pieces(Drive.noise(1_000_000, 1), 10_000);
        Collector<ByteBuffer> collector = new Collector<>(1, (subscription, self) -> self.completion.complete(self.items));
        CodecStream stream = loop.on(() -> compression.compressor(Format.GZIP, 1));
        loop.on(() -> {
            source.subscribe(stream);
            return null;
        });
        assertEquals(0, source.asked);
        stream.subscribe(collector);
        OnLoop.await(collector.completion);
        // The header alone, which came out before any input went in, or with it.
        assertTrue(source.asked <= 1, "asked " + source.asked + " times");
        stream.close();
        OnLoop.await(source.cancelled);
    }

    @Test
    void smallPiecesStayOnTheLoopAndBigOnesDoNot() throws Exception {
        try (CpuPool pool = CpuPool.open(CpuPool.Options.defaults())) {
            Lane lane = pool.lane("own");
            Compression own = new Compression(lane);
            through(loop.on(() -> own.compressor(Format.GZIP, 6)), new Pieces(Drive.text(5_000, 1), 500));
            assertEquals(0, lane.figures().submitted());
            through(loop.on(() -> own.compressor(Format.GZIP, 6)), new Pieces(Drive.text(50_000, 1), 5_000));
            assertTrue(lane.figures().submitted() >= 10);
        }
    }

    /** The codec is the worker's as long as that computes; who ends it meanwhile may be missed. */
    @Test
    void theEndOfTheInputWaitsUntilTheWorkerIsBack() throws Exception {
        try (CpuPool pool = CpuPool.open(CpuPool.Options.defaults().withThreads(1))) {
            CountDownLatch release = new CountDownLatch(1);
            CountDownLatch running = new CountDownLatch(1);
            pool.application().submit(() -> {
                running.countDown();
                return release.await(60, TimeUnit.SECONDS);
            });
            assertTrue(running.await(60, TimeUnit.SECONDS));
            Compressor codec = Compressor.gzip(1);
            CodecStream stream = loop.on(() -> new CodecStream(new PatientLane(pool.lane("own")), codec));
            Collector<ByteBuffer> collector = Collector.oneByOne();
            byte[] text = Drive.text(5_000, 1);
            IllegalStateException refusal = loop.on(() -> {
                stream.subscribe(collector);
                new Pieces(text, text.length).subscribe(stream); // The piece, and its end with the next request.
                stream.onComplete();
                return assertThrows(IllegalStateException.class, () -> codec.input(text, 0, 1));
            });
            assertEquals("the last piece is not used up", refusal.getMessage());
            release.countDown();
            byte[] packed = join(OnLoop.await(collector.completion));
            assertArrayEquals(text, new GZIPInputStream(new ByteArrayInputStream(packed)).readAllBytes());
        }
    }

    @Test
    void muchInputIsNothingForTheLoopHoweverLittleMayComeOut() throws Exception {
        try (CpuPool pool = CpuPool.open(CpuPool.Options.defaults())) {
            Lane lane = pool.lane("own");
            ByteArrayOutputStream empty = new ByteArrayOutputStream();
            while (empty.size() < 1_000_000) {
                empty.writeBytes(CodecTest.packed(new byte[0]));
            }
            DecompressionLimits little = DecompressionLimits.ofBytes(10);
            assertEquals(0, loop.async(
                    () -> new Compression(lane).decompress(empty.toByteArray(), Format.GZIP, little)).length);
            assertEquals(1, lane.figures().submitted());
        }
    }

    @Test
    void cancellingMidwayCancelsTheSource() throws Exception {
        for (int round = 0; round < 20; round++) {
            Pieces source = new Pieces(Drive.noise(3_000_000, round), 200_000);
            int most = 1 + round % 7;
            Collector<ByteBuffer> collector = new Collector<>(1, (subscription, self) -> {
                subscription.request(1);
                if (self.items.size() == most) {
                    subscription.cancel();
                }
            });
            CodecStream stream = loop.on(() -> compression.compressor(Format.GZIP, 1));
            loop.on(() -> {
                stream.subscribe(collector);
                source.subscribe(stream);
                return null;
            });
            source.cancelled.get(60, TimeUnit.SECONDS);
            assertEquals(most, loop.on(collector.items::size));
        }
    }

    @Test
    void aBombAndATruncatedStreamEndInAnErrorAndCancelTheSource() throws Exception {
        byte[] bomb = CodecTest.packed(new byte[100 << 20]);
        Pieces source = new Pieces(bomb, 4_000);
        DecompressionException e = assertThrows(DecompressionException.class,
                () -> through(loop.on(() -> compression.decompressor(Format.GZIP, ROOM)), source));
        assertEquals(Reason.TOO_LARGE, e.reason());
        OnLoop.await(source.cancelled);
        byte[] packed = CodecTest.packed(Drive.text(200_000, 1));
        Pieces half = new Pieces(Arrays.copyOf(packed, packed.length / 2), 4_000);
        DecompressionException cut = assertThrows(DecompressionException.class,
                () -> through(loop.on(() -> compression.decompressor(Format.GZIP, ROOM)), half));
        assertEquals(Reason.TRUNCATED, cut.reason());
    }

    @Test
    void anErrorOfTheSourceIsPassedOn() throws Exception {
        IOException broken = new IOException("the source broke");
        Collector<ByteBuffer> collector = Collector.oneByOne();
        CodecStream stream = loop.on(() -> compression.compressor(Format.GZIP, 1));
        stream.subscribe(collector);
        Flow.Subscription deaf = new Flow.Subscription() {
            @Override
            public void request(long n) {
                // Nothing comes but the error.
            }

            @Override
            public void cancel() {
                throw new IllegalStateException("a source that has failed is not cancelled");
            }
        };
        stream.onSubscribe(deaf);
        stream.onError(broken);
        assertEquals(broken, assertThrows(IOException.class, () -> OnLoop.await(collector.completion)));
    }

    @Test
    void wholeArraysGoInOneJob() throws Exception {
        for (int length : new int[] {0, 100, 1_024, 1_025, 1_000_000}) {
            byte[] text = Drive.text(length, length);
            byte[] packed = loop.async(() -> compression.compress(text, Format.GZIP, 6));
            assertArrayEquals(text, loop.async(() -> compression.decompress(packed, Format.GZIP, ROOM)));
        }
        byte[] packed = CodecTest.packed(Drive.text(10_000, 1));
        DecompressionLimits tight = DecompressionLimits.ofBytes(9_999);
        DecompressionException e = assertThrows(DecompressionException.class,
                () -> loop.async(() -> compression.decompress(packed, Format.GZIP, tight)));
        assertEquals(Reason.TOO_LARGE, e.reason());
    }
}
