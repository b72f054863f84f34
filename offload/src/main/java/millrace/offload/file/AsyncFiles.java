package millrace.offload.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import millrace.loop.pool.IoPool;
import millrace.loop.pool.Job;
import millrace.loop.pool.Lane;
import millrace.loop.pool.LaneOptions;
import millrace.offload.flow.PatientLane;
import millrace.offload.flow.Pull;
import millrace.os.Errno;
import millrace.os.OsException;

/**
 * Files without waiting for the disk. Each call returns at once; its job completes on the loop that asked. What fails,
 * fails with a {@link FileException} or another {@link IOException} that names the file.
 *
 * <p>Any thread may call what returns a job. Streams, sinks, lists and watches live on a loop and are asked for there.
 */
public final class AsyncFiles {
    /** The lane's name. */
    public static final String LANE = "files";

    /** Half of the shared pool: files on a server that does not answer must not take the threads of all others. */
    private static final int MOST_RUNNING = 32;

    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

    /** Made when it is first asked for. */
    private static final class Shared {
        static final AsyncFiles FILES = new AsyncFiles(
                IoPool.shared().lane(LANE, LaneOptions.defaults().withMaxRunning(MOST_RUNNING)));
    }

    private final Lane lane;

    /** Files by way of a lane of one's own. */
    public AsyncFiles(Lane lane) {
        this.lane = lane;
    }

    /** Files by way of the lane {@code files} of the process's I/O pool. */
    public static AsyncFiles shared() {
        return Shared.FILES;
    }

    /** The whole of a file that has at most so many bytes; a longer one is refused. */
    public Job<byte[]> read(Path path, long limitBytes) {
        return lane.submit(() -> new FileInput(path, 0, FileInput.REST, 1).readAll(Math.min(limitBytes, LARGEST_ARRAY)));
    }

    /** A part of a file, which must have that part. */
    public Job<byte[]> readRange(Path path, long from, int length) {
        if (length < 0) {
            throw new IllegalArgumentException("length " + length);
        }
        FileInput input = new FileInput(path, from, length, 1);
        return lane.submit(() -> input.readAll(LARGEST_ARRAY));
    }

    /** Writes a file; the bytes written. The array must not be changed before the job is done. */
    public Job<Long> write(Path path, byte[] content, WriteMode mode) {
        return lane.submit(() -> FileOutput.write(path, mode, content));
    }

    /** A file to stream, opened: its length is known, and the stream must be subscribed to or closed. */
    public CompletableFuture<FileStream> open(Path path) {
        return openPart(path, 0, FileInput.REST, FileStream.CHUNK_BYTES);
    }

    /**
     * As {@link #open(Path)}, a part that the file must have.
     *
     * @param chunkBytes of which the stream holds one in memory at a time
     */
    public CompletableFuture<FileStream> open(Path path, long from, long length, int chunkBytes) {
        if (length < 0) {
            throw new IllegalArgumentException("length " + length);
        }
        return openPart(path, from, length, chunkBytes);
    }

    private CompletableFuture<FileStream> openPart(Path path, long from, long length, int chunkBytes) {
        PatientLane patient = new PatientLane(lane);
        FileInput input = new FileInput(path, from, length, chunkBytes);
        CompletableFuture<FileStream> opened = new CompletableFuture<>();
        lane.submit(input::open).whenComplete((bytes, failure) -> {
            if (failure != null) {
                opened.completeExceptionally(failure);
                return;
            }
            FileStream stream = new FileStream(patient, input, bytes);
            if (!opened.complete(stream)) {
                // Whoever asked has cancelled meanwhile.
                stream.close();
            }
        });
        return opened;
    }

    /** Where a publisher's bytes are written to a file. */
    public FileSink sink(Path path, WriteMode mode) {
        return new FileSink(new PatientLane(lane), path, mode);
    }

    /** What is known of a file: size, times, permissions, owner. Follows symbolic links. */
    public Job<PosixFileAttributes> stat(Path path) {
        return submit("stat", path, () -> Files.readAttributes(path, PosixFileAttributes.class));
    }

    /** Whether there is a file, folder or whatever else of that name, as far as this process can see. */
    public Job<Boolean> exists(Path path) {
        return lane.submit(() -> Files.exists(path));
    }

    /** What is in a folder, in no order; at most so many at a time are in memory. */
    public Flow.Publisher<List<Path>> list(Path folder, int batch) {
        return new Pull<>(new PatientLane(lane), new FolderInput(folder, batch), "the list of a folder");
    }

    /** All that is in a folder, in no order. One with more entries than the limit is refused. */
    public Job<List<Path>> listAll(Path folder, int limit) {
        FolderInput input = new FolderInput(folder, Math.addExact(limit, 1));
        return lane.submit(() -> {
            try {
                List<Path> all = input.next();
                if (all != null && all.size() > limit) {
                    throw FileException.of("list", folder, Errno.EOVERFLOW,
                            "it has more than the " + limit + " entries allowed: raise that, or list it in batches");
                }
                return all == null ? List.of() : all;
            } finally {
                input.close();
            }
        });
    }

    /** Makes a folder, and those above it that are missing. One that is there already is no error. */
    public Job<Void> createFolders(Path folder) {
        return run("create folder", folder, () -> Files.createDirectories(folder));
    }

    /** Deletes a file, a symbolic link, or an empty folder. */
    public Job<Void> delete(Path path) {
        return run("delete", path, () -> {
            Files.delete(path);
            return null;
        });
    }

    /** Gives a file another name in the same file system, all at once; what had that name is gone. */
    public Job<Void> rename(Path from, Path to) {
        return run("rename to " + to + " the file", from, () -> Files.move(from, to, StandardCopyOption.ATOMIC_MOVE));
    }

    /**
     * Watches a file or folder; see {@link FileWatch}.
     *
     * @param listener is told on this loop what has changed
     * @throws OsException when the system has no more watchers to give
     */
    public FileWatch watch(Path path, WatchOptions options, Consumer<List<FileEvent>> listener) throws OsException {
        return new FileWatch(new PatientLane(lane), path, options, listener);
    }

    private <T> Job<T> submit(String action, Path path, Callable<T> work) {
        return lane.submit(() -> {
            try {
                return work.call();
            } catch (IOException e) {
                throw FileException.of(action, path, e);
            }
        });
    }

    private Job<Void> run(String action, Path path, Callable<?> work) {
        return submit(action, path, () -> {
            work.call();
            return null;
        });
    }
}
