import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import millrace.http.HttpException;
import millrace.http.HttpServer;
import millrace.http.Request;
import millrace.http.Response;
import millrace.http.ServerOptions;
import millrace.http.codec.Limits;

/** A folder of files behind a JSON API. All workers share the folder; what waits for the disk is off the loop. */
public class FileStore {
    private static final Executor DISK = Executors.newVirtualThreadPerTaskExecutor();

    private static final long LONGEST = 1L << 40;

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
            json(response, list());
            return;
        }
        Path file = file(request.path());
        switch (request.method()) {
            case "GET" -> response.sendFile(file);
            case "PUT" -> request.body().subscribe(new Upload(file, request, response));
            case "DELETE" -> {
                if (!Files.deleteIfExists(file)) {
                    throw new HttpException(404, "there is no such file");
                }
                response.status(204).send();
            }
            default -> throw new HttpException(405, "GET, PUT or DELETE");
        }
    }

    private Path file(String path) throws HttpException {
        if (!path.matches("/files/[A-Za-z0-9_-][A-Za-z0-9._-]*")) {
            throw new HttpException(404, "a file is /files/NAME; a name has letters, digits and ._-");
        }
        return folder.resolve(path.substring("/files/".length()));
    }

    private String list() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> !file.getFileName().toString().startsWith("."))
                    .sorted()
                    .map(file -> describe(file.getFileName().toString(), file.toFile().length()))
                    .collect(Collectors.joining(",", "[", "]\n"));
        }
    }

    /** Names need no escaping: {@link #file} lets no other characters in. */
    private static String describe(String name, long bytes) {
        return "{\"name\":\"" + name + "\",\"bytes\":" + bytes + "}";
    }

    private static void json(Response response, String text) {
        response.header("Content-Type", "application/json").send(text);
    }

    /**
     * Writes a body to disk as it comes, one piece at a time: the client is read no faster than the disk writes. The
     * file has its name only when it is whole.
     */
    private static final class Upload implements Flow.Subscriber<ByteBuffer> {
        private final Path file;
        private final Request request;
        private final Response response;
        private Flow.Subscription subscription;
        private Path part;
        private FileChannel channel;
        private long bytes;

        Upload(Path file, Request request, Response response) {
            this.file = file;
            this.request = request;
            this.response = response;
        }

        private interface Work {
            void run() throws IOException;
        }

        /** Waits for the disk on a virtual thread, and goes on on the loop. */
        private void onDisk(Work work, Runnable then) {
            var loop = request.loop();
            DISK.execute(() -> {
                try {
                    work.run();
                    loop.execute(then);
                } catch (IOException e) {
                    loop.execute(() -> {
                        subscription.cancel();
                        response.fail(e);
                    });
                }
            });
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            onDisk(this::open, () -> given.request(1));
        }

        private void open() throws IOException {
            part = Files.createTempFile(file.getParent(), ".", ".part");
            channel = FileChannel.open(part, StandardOpenOption.WRITE);
        }

        @Override
        public void onNext(ByteBuffer piece) {
            bytes += piece.remaining();
            onDisk(() -> write(piece), () -> subscription.request(1));
        }

        private void write(ByteBuffer piece) throws IOException {
            while (piece.hasRemaining()) {
                channel.write(piece);
            }
        }

        @Override
        public void onComplete() {
            onDisk(this::finish, () -> json(
                    response.status(201), describe(file.getFileName().toString(), bytes) + "\n"));
        }

        private void finish() throws IOException {
            channel.close();
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        }

        /** The client has gone before the body was whole. */
        @Override
        public void onError(Throwable error) {
            onDisk(this::discard, () -> response.fail(error));
        }

        private void discard() throws IOException {
            if (channel != null) {
                channel.close();
                Files.deleteIfExists(part);
            }
        }
    }
}
