import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import millrace.http.HttpException;
import millrace.http.HttpServer;
import millrace.http.Request;
import millrace.http.Response;
import millrace.http.ServerOptions;
import millrace.http.codec.Limits;
import millrace.offload.file.AsyncFiles;
import millrace.offload.file.FileException;
import millrace.offload.file.FileSink;
import millrace.offload.file.WriteMode;
import millrace.os.Errno;

/** A folder of files behind a JSON API. All workers share the folder; what waits for the disk is off the loop. */
public class FileStore {
    private static final long LONGEST = 1L << 40;

    private final AsyncFiles files = AsyncFiles.shared();
    private final Path folder;

    FileStore(Path folder) {
        this.folder = folder;
    }

    public static void main(String[] args) throws IOException {
        Path folder = Files.createDirectories(Path.of(args.length > 0 ? args[0] : "files"));
        FileStore store = new FileStore(folder.toAbsolutePath());
        ServerOptions options = ServerOptions.DEFAULT.withLimits(Limits.DEFAULT.withBodyBytes(LONGEST));
        HttpServer.listen(new InetSocketAddress(8080), options, store::handle);
    }

    private void handle(Request request, Response response) throws IOException {
        if (request.pathIs("/files") && request.method().equals("GET")) {
            response.header("Content-Type", "application/json");
            files.list(folder, Listing.BATCH).subscribe(new Listing(files, response));
            return;
        }
        Path file = file(request.path());
        switch (request.method()) {
            case "GET" -> download(file, response);
            case "PUT" -> upload(file, request, response);
            case "DELETE" -> delete(file, response);
            default -> throw new HttpException(405, "GET, PUT or DELETE");
        }
    }

    private Path file(String path) throws HttpException {
        if (!path.matches("/files/[A-Za-z0-9_-][A-Za-z0-9._-]*")) {
            throw new HttpException(404, "a file is /files/NAME; a name has letters, digits and ._-");
        }
        return folder.resolve(path.substring("/files/".length()));
    }

    /** Read no faster than the client takes it, a chunk at a time. */
    private void download(Path file, Response response) {
        files.open(file).whenComplete((stream, failure) -> {
            if (failure != null) {
                fail(response, failure);
            } else {
                response.length(stream.length()).send(stream);
            }
        });
    }

    /** The client is read no faster than the disk writes. The file has its name only when it is whole. */
    private void upload(Path file, Request request, Response response) {
        FileSink sink = files.sink(file, WriteMode.REPLACE);
        request.body().subscribe(sink);
        sink.completion().whenComplete((bytes, failure) -> {
            if (failure != null) {
                response.fail(failure);
            } else {
                response.status(201).header("Content-Type", "application/json").send(describe(file, bytes) + "\n");
            }
        });
    }

    private void delete(Path file, Response response) {
        files.delete(file).whenComplete((_, failure) -> {
            if (failure != null) {
                fail(response, failure);
            } else {
                response.status(204).send();
            }
        });
    }

    private static void fail(Response response, Throwable failure) {
        response.fail(isMissing(failure) ? new HttpException(404, "there is no such file") : failure);
    }

    private static boolean isMissing(Throwable failure) {
        return failure instanceof FileException e && e.errno() == Errno.ENOENT.number();
    }

    /** Names need no escaping: {@link #file} lets no other characters in. */
    private static String describe(Path file, long bytes) {
        return "{\"name\":\"" + file.getFileName() + "\",\"bytes\":" + bytes + "}";
    }

    /** Writes what is in the folder as it is found, some files at a time: a folder of millions costs no memory. */
    private static final class Listing implements Flow.Subscriber<List<Path>> {
        static final int BATCH = 100;

        private final AsyncFiles files;
        private final Response response;
        private Flow.Subscription subscription;
        private String separator = "[";

        /** The sizes of a batch are being asked for; and, there is no further one. */
        private boolean busy;

        private boolean over;

        Listing(AsyncFiles files, Response response) {
            this.files = files;
            this.response = response;
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            response.onClosed(given::cancel);
            response.onWritable(() -> given.request(1));
            given.request(1);
        }

        @Override
        public void onNext(List<Path> batch) {
            busy = true;
            List<CompletableFuture<String>> described =
                    batch.stream().filter(Listing::isShown).map(this::describeNow).toList();
            CompletableFuture.allOf(described.toArray(CompletableFuture[]::new)).whenComplete((_, failure) -> {
                busy = false;
                if (failure != null) {
                    subscription.cancel();
                    response.fail(failure);
                } else if (response.write(join(described)) && !over) {
                    subscription.request(1);
                }
                endIfOver();
            });
        }

        /** What is being written has a name with a dot in front. */
        private static boolean isShown(Path file) {
            return !file.getFileName().toString().startsWith(".");
        }

        /** Empty when the file has been deleted meanwhile. */
        private CompletableFuture<String> describeNow(Path file) {
            return files.stat(file)
                    .thenApply(PosixFileAttributes::size)
                    .thenApply(bytes -> describe(file, bytes))
                    .exceptionallyCompose(failure -> isMissing(failure.getCause())
                            ? CompletableFuture.completedFuture("")
                            : CompletableFuture.failedFuture(failure));
        }

        private String join(List<CompletableFuture<String>> described) {
            StringBuilder text = new StringBuilder();
            for (CompletableFuture<String> file : described) {
                if (!file.join().isEmpty()) {
                    text.append(separator).append(file.join());
                    separator = ",";
                }
            }
            return text.toString();
        }

        @Override
        public void onComplete() {
            over = true;
            endIfOver();
        }

        private void endIfOver() {
            if (over && !busy) {
                response.write(separator.equals("[") ? "[]\n" : "]\n");
                response.end();
            }
        }

        @Override
        public void onError(Throwable failure) {
            response.fail(failure);
        }
    }
}
