package millrace.manager.log;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CompletableFuture;
import millrace.loop.pool.Lane;
import millrace.offload.compress.CodecStream;
import millrace.offload.compress.Compression;
import millrace.offload.compress.Format;
import millrace.offload.file.AsyncFiles;
import millrace.offload.file.FileSink;
import millrace.offload.file.WriteMode;

/** The rotated files of a log: compressed off the loop, the oldest deleted. For the loop's own thread. */
record Archive(Lane lane, Path path, Rotation rotation) {
    /** The library's choice between speed and size. */
    private static final int LEVEL = -1;

    /** Takes in one more. The file is there under one of its two names all the time. */
    CompletionStage<Void> add(Path rotated) {
        CompletionStage<Void> ready = rotation.compress() ? compress(rotated) : CompletableFuture.completedStage(null);
        return ready.thenCompose(nothing -> lane.submit(() -> {
            rotation.retain(path);
            return null;
        }));
    }

    private CompletionStage<Void> compress(Path rotated) {
        Path target = Rotation.compressed(rotated);
        AsyncFiles files = new AsyncFiles(lane);
        return files.open(rotated).thenCompose(stream -> {
            CodecStream gzip = Compression.shared().compressor(Format.GZIP, LEVEL);
            FileSink sink = files.sink(target, WriteMode.REPLACE);
            gzip.subscribe(sink);
            stream.subscribe(gzip);
            return sink.completion();
        }).thenCompose(bytes -> lane.submit(() -> {
            Files.setPosixFilePermissions(target, Files.getPosixFilePermissions(rotated));
            Files.delete(rotated);
            return null;
        }));
    }
}
