package millrace.manager.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import millrace.manager.config.WatchConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTriggerTest {
    private static final List<String> DEFAULT = List.of(".*", "node_modules");

    @TempDir
    private Path app;

    private LoopThread loop;
    private FileTrigger trigger;
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    @BeforeEach
    void open() throws IOException {
        loop = new LoopThread();
    }

    @AfterEach
    void close() throws Exception {
        loop.on(() -> {
            trigger.close();
            return null;
        });
        loop.close();
    }

    private void watch(List<Path> paths, List<String> ignore, Path... own) throws Exception {
        trigger = loop.on(() -> new FileTrigger(loop.loop(), app, new WatchConfig(paths, ignore, 0), List.of(own),
                new FileTrigger.Listener() {
                    @Override
                    public void changed(Path path) {
                        told.add(path.toString());
                    }

                    @Override
                    public void failed(String sentence) {
                        told.add(sentence);
                    }
                }));
        loop.await(trigger::ready);
    }

    private void expect(Path path) throws InterruptedException {
        assertEquals(path.toString(), told.poll(60, TimeUnit.SECONDS));
    }

    @Test
    void aChangeAnywhereInTheTreeIsToldAndIgnoredOnesAreNot() throws Exception {
        Path deep = Files.createDirectories(app.resolve("src/a/b"));
        Path modules = Files.createDirectories(app.resolve("node_modules/x"));
        watch(List.of(app), DEFAULT);
        Files.writeString(modules.resolve("index.js"), "1");
        Files.writeString(app.resolve(".env"), "1");
        Files.writeString(app.resolve("src/.a.js.swp"), "1");
        Files.writeString(deep.resolve("c.js"), "1");
        expect(deep.resolve("c.js"));
        Files.writeString(Files.createDirectories(app.resolve("later")).resolve("d.js"), "1");
        expect(app.resolve("later"));
        assertNull(told.poll());
    }

    @Test
    void whatTheManagerWritesItselfDoesNotRestartTheApp() throws Exception {
        Path out = app.resolve("app-out.log");
        Path pid = app.resolve("app.pid");
        Path script = Files.writeString(app.resolve("app.js"), "1");
        watch(List.of(app), DEFAULT, out, pid);
        Files.writeString(out, "line", StandardOpenOption.CREATE);
        Files.move(out, app.resolve("app-out.log.1"));
        Files.writeString(app.resolve("app-out.log.1.gz"), "1");
        Files.writeString(pid, "1");
        Files.writeString(script, "2");
        expect(script);
        assertNull(told.poll());
    }

    @Test
    void aGlobAndAFileAreWatchedAsSuch() throws Exception {
        Path src = Files.createDirectories(app.resolve("src/a"));
        Path file = Files.writeString(app.resolve("config.json"), "1");
        watch(List.of(app.resolve("src/**/*.js"), file), List.of());
        Files.writeString(src.resolve("x.txt"), "1");
        Files.writeString(app.resolve("other.json"), "1");
        Files.writeString(src.resolve("x.js"), "1");
        expect(src.resolve("x.js"));
        Files.writeString(file, "2");
        expect(file);
        assertNull(told.poll());
    }

    @Test
    void aPathThatIsMissingIsNamed() throws Exception {
        try {
            watch(List.of(app.resolve("nowhere")), DEFAULT);
        } catch (ExecutionException e) {
            assertTrue(e.getMessage().contains("nowhere"), e.getMessage());
        }
        String sentence = told.poll(60, TimeUnit.SECONDS);
        assertTrue(sentence.startsWith("changes in " + app.resolve("nowhere") + " do not restart the app: "), sentence);
    }

    @Test
    void aFolderThatIsRemovedAndMadeAgainIsWatchedAgain() throws Exception {
        Path built = Files.createDirectories(app.resolve("dist"));
        watch(List.of(built), DEFAULT);
        Files.delete(built);
        expect(built);
        String sentence = told.poll(60, TimeUnit.SECONDS);
        assertTrue(sentence.endsWith("It is watched again when it is there"), sentence);
        Files.createDirectory(built);
        expect(built);
        loop.await(trigger::ready);
        Files.writeString(built.resolve("a.js"), "1");
        expect(built.resolve("a.js"));
    }

    /** Reading all that is there would show in the number of turns if the loop heard of it, or looked by itself. */
    @Test
    void aTreeOf50000FilesCostsTheLoopNothingAtRest() throws Exception {
        for (int folder = 0; folder < 50; folder++) {
            Path made = Files.createDirectories(app.resolve("d" + folder / 10 + "/d" + folder));
            for (int file = 0; file < 1_000; file++) {
                Files.createFile(made.resolve("f" + file));
            }
        }
        watch(List.of(app), DEFAULT);
        long before = loop.on(() -> loop.loop().turns());
        try (Stream<Path> all = Files.walk(app)) {
            assertEquals(50_000, all.filter(Files::isRegularFile).mapToInt(FileTriggerTest::read).count());
        }
        long turns = loop.on(() -> loop.loop().turns()) - before;
        assertTrue(turns <= 3, turns + " turns");
        Files.writeString(app.resolve("d4/d49/f999"), "1");
        expect(app.resolve("d4/d49/f999"));
    }

    private static int read(Path file) {
        try {
            return Files.readAllBytes(file).length;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
