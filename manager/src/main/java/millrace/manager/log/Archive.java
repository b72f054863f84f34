package millrace.manager.log;

import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import millrace.loop.pool.Lane;
import millrace.offload.compress.CodecStream;
import millrace.offload.compress.Compression;
import millrace.offload.compress.Format;
import millrace.offload.file.AsyncFiles;
import millrace.offload.file.FileSink;
import millrace.offload.file.WriteMode;

/**
 * The rotated files of a log: the oldest deleted, then the others compressed off the loop, one after the other, so that a
 * log that is rotated faster than that costs no more than its files that stay. Whatever a daemon that was killed has left
 * is compressed too. For the loop's own thread.
 */
final class Archive {
    /** The library's choice between speed and size. */
    private static final int LEVEL = -1;

    private final Lane lane;
    private final Path path;
    private final Rotation rotation;
    private final LogTrouble trouble;
    private final Runnable idle;
    private boolean busy;

    /** One more has come since the folder was looked through. */
    private boolean more;

    /** @param idle called when nothing is left to do */
    Archive(Lane lane, Path path, Rotation rotation, LogTrouble trouble, Runnable idle) {
        this.lane = lane;
        this.path = path;
        this.rotation = rotation;
        this.trouble = trouble;
        this.idle = idle;
    }

    /** A file has been rotated. */
    void add() {
        more = true;
        if (!busy) {
            busy = true;
            step();
        }
    }

    private void step() {
        more = false;
        lane.submit(() -> rotation.retain(path)).whenComplete((left, failure) -> {
            if (failure != null) {
                trouble.warning(path, "old logs of " + path + " stay: " + reason(failure));
                end();
            } else if (!rotation.compress() || left.isEmpty()) {
                end();
            } else {
                compress(left.getFirst());
            }
        });
    }

    private void compress(Path rotated) {
        compressed(rotated).whenComplete((nothing, failure) -> {
            if (failure == null) {
                step();
            } else {
                trouble.warning(path, "the rotated log " + rotated + " stays as it is: " + reason(failure));
                end();
            }
        });
    }

    private void end() {
        if (more) {
            step();
        } else {
            busy = false;
            idle.run();
        }
    }

    /** For people: without the names of exceptions. */
    private static String reason(Throwable failure) {
        Throwable cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof FileSystemException named ? OpenFile.reason(named) : cause.getMessage();
    }

    /** The file is there under one of its two names all the time. */
    private CompletionStage<Void> compressed(Path rotated) {
        Path target = Rotation.compressed(rotated);
        AsyncFiles files = new AsyncFiles(lane);
        return files.open(rotated).thenCompose(stream -> {
            CodecStream gzip = Compression.shared().compressor(Format.GZIP, LEVEL);
            FileSink sink = files.sink(target, WriteMode.REPLACE);
            gzip.subscribe(sink);
            stream.subscribe(gzip);
            return sink.completion();
        }).thenCompose(bytes -> lane.submit(() -> {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(rotated);
            Files.setPosixFilePermissions(target, permissions);
            Files.delete(rotated);
            return null;
        }));
    }
}
