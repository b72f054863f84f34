package millrace.offload.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import millrace.offload.file.FileEvent.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A folder, a loop, and the events of what is watched. */
abstract class WatchFixture {
    static final WatchOptions TREE = WatchOptions.defaults().withRecursive(true);

    final AsyncFiles files = AsyncFiles.shared();
    final LinkedBlockingQueue<FileEvent> events = new LinkedBlockingQueue<>();

    @TempDir
    Path root;

    OnLoop loop;

    @BeforeEach
    void open() throws Exception {
        loop = new OnLoop();
    }

    @AfterEach
    void close() {
        loop.close();
    }

    final FileWatch watch(Path path, WatchOptions options) throws Exception {
        FileWatch watch = loop.on(() -> files.watch(path, options, events::addAll));
        OnLoop.await(watch.ready());
        return watch;
    }

    final FileEvent next() throws InterruptedException {
        return events.poll(60, TimeUnit.SECONDS);
    }

    final void expect(Kind kind, Path path) throws InterruptedException {
        assertEquals(new FileEvent(kind, path), next());
    }

    /** Skips what else there is, until this comes. */
    final void await(Kind kind, Path path) throws InterruptedException {
        FileEvent wanted = new FileEvent(kind, path);
        FileEvent event = next();
        while (!wanted.equals(event)) {
            assertTrue(event != null, "never came: " + wanted);
            event = next();
        }
    }
}
