package millrace.offload.compress;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import millrace.loop.pool.CpuPool;
import millrace.loop.pool.Lane;
import millrace.offload.flow.PatientLane;

/**
 * Compression off the loop. Whole arrays go in one job, from any thread; streams live on the loop that asked for them.
 * What is small is done at once, because the way to a worker and back takes longer.
 */
public final class Compression {
    /** The lane's name. */
    public static final String LANE = "compression";

    /** Made when it is first asked for. */
    private static final class Shared {
        static final Compression COMPRESSION = new Compression(CpuPool.shared().lane(LANE));
    }

    private final Lane lane;

    /** Compression by way of a lane of one's own. */
    public Compression(Lane lane) {
        this.lane = lane;
    }

    /** Compression by way of the lane {@code compression} of the process's CPU pool. */
    public static Compression shared() {
        return Shared.COMPRESSION;
    }

    /**
     * Compresses an array, which must not be changed before it is done.
     *
     * @param level as in {@link Compressor#of}
     */
    public CompletableFuture<byte[]> compress(byte[] bytes, Format format, int level) {
        return submit(bytes.length <= CodecStream.INLINE_BYTES, () -> {
            try (Compressor compressor = Compressor.of(format, level)) {
                return through(compressor, bytes);
            }
        });
    }

    /** Decompresses an array, which must not be changed before it is done; fails with a {@link DecompressionException}. */
    public CompletableFuture<byte[]> decompress(byte[] bytes, Format format, DecompressionLimits limits) {
        // However small it is, it may stand for much, and much of it for nothing.
        boolean small = bytes.length <= CodecStream.INLINE_BYTES && limits.outputBytes() <= CodecStream.CHUNK_BYTES;
        return submit(small, () -> {
            try (Decompressor decompressor = Decompressor.of(format, limits)) {
                return through(decompressor, bytes);
            }
        });
    }

    /** What is given to it comes out of it compressed. */
    public CodecStream compressor(Format format, int level) {
        return new CodecStream(new PatientLane(lane), Compressor.of(format, level));
    }

    /** What is given to it comes out of it decompressed. */
    public CodecStream decompressor(Format format, DecompressionLimits limits) {
        return new CodecStream(new PatientLane(lane), Decompressor.of(format, limits));
    }

    private CompletableFuture<byte[]> submit(boolean small, Callable<byte[]> work) {
        if (!small) {
            return lane.submit(work);
        }
        try {
            return CompletableFuture.completedFuture(work.call());
        } catch (Exception e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static byte[] through(Codec codec, byte[] bytes) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream(Math.max(64, bytes.length / 4));
        byte[] chunk = new byte[Math.clamp(bytes.length, 64, CodecStream.CHUNK_BYTES)];
        drain(codec, chunk, all);
        codec.input(bytes, 0, bytes.length);
        drain(codec, chunk, all);
        codec.endInput();
        drain(codec, chunk, all);
        return all.toByteArray();
    }

    private static void drain(Codec codec, byte[] chunk, ByteArrayOutputStream all) throws IOException {
        for (int done; (done = codec.read(chunk, 0, chunk.length)) > 0; ) {
            all.write(chunk, 0, done);
        }
    }
}
