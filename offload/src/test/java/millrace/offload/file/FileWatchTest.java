package millrace.offload.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import millrace.loop.PollerKind;
import millrace.offload.file.FileEvent.Kind;
import millrace.os.Errno;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FileWatchTest extends WatchFixture {
    @ParameterizedTest
    @EnumSource
    void createModifyRenameDelete(PollerKind kind) throws Exception {
        loop.close();
        loop = new OnLoop(kind);
        watch(root, WatchOptions.defaults().withDebounce(Duration.ZERO));
        Path file = root.resolve("file");
        Files.writeString(file, "1");
        await(Kind.CREATED, file);
        Files.writeString(file, "2");
        await(Kind.MODIFIED, file);
        Path other = Files.move(file, root.resolve("other"));
        await(Kind.DELETED, file);
        expect(Kind.CREATED, other);
        Files.delete(other);
        expect(Kind.DELETED, other);
    }

    @Test
    void whatHappensWithinTheDebounceTimeIsTakenTogether() throws Exception {
        Path old = Files.writeString(root.resolve("old"), "1");
        watch(root, WatchOptions.defaults().withDebounce(Duration.ofMillis(200)));
        // While the loop does this it reads no events, so that they all come together however slow the machine is.
        loop.on(() -> {
            Path passing = Files.createFile(root.resolve("passing"));
            Files.writeString(root.resolve("made"), "1");
            Files.writeString(root.resolve("made"), "2");
            Files.delete(old);
            Files.writeString(old, "2");
            Files.delete(passing);
            return null;
        });
        expect(Kind.CREATED, root.resolve("made"));
        expect(Kind.MODIFIED, old);
        expect(Kind.DELETED, root.resolve("passing"));
        assertTrue(events.isEmpty());
    }

    @Test
    void aFileIsFollowedThroughReplacementsOfIt() throws Exception {
        Path file = Files.writeString(root.resolve("config"), "1");
        watch(file, WatchOptions.defaults().withDebounce(Duration.ZERO));
        for (int i = 0; i < 3; i++) {
            Path fresh = Files.writeString(root.resolve("config.new"), "fresh");
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
            expect(Kind.CREATED, file);
        }
        Files.delete(file);
        expect(Kind.DELETED, file);
        Files.createFile(file);
        await(Kind.CREATED, file);
    }

    @Test
    void moreChangesThanAskedForAreAnOverflow() throws Exception {
        watch(root, WatchOptions.defaults().withMostChanges(10));
        loop.on(() -> {
            for (int i = 0; i < 11; i++) {
                Files.createFile(root.resolve("f" + i));
            }
            return null;
        });
        expect(Kind.OVERFLOW, root);
    }

    @Test
    void whenTheWatchedFolderGoesTheWatchEndsAndSaysSo() throws Exception {
        for (boolean renamed : new boolean[] {false, true}) {
            Path folder = Files.createDirectory(root.resolve("folder"));
            FileWatch watch = watch(folder, TREE);
            if (renamed) {
                Files.move(folder, root.resolve("renamed"));
            } else {
                Files.delete(folder);
            }
            FileException e = assertThrows(FileException.class, () -> OnLoop.await(watch.ended()));
            assertEquals(Errno.ENOENT.number(), e.errno());
            assertEquals(folder, e.path());
            expect(Kind.DELETED, folder);
        }
    }

    @Test
    void aFolderThatIsNotThereCannotBeWatched() throws Exception {
        Path missing = root.resolve("missing");
        FileException e = assertThrows(FileException.class, () -> watch(missing, TREE));
        assertEquals("watch " + missing + ": no such file or directory (ENOENT)", e.getMessage());
    }

    @Test
    void closingAWatchClosesItsDescriptorAlsoWhileFoldersAreGoneThrough() throws Exception {
        for (int i = 0; i < 300; i++) {
            Files.createDirectories(root.resolve("d" + i % 20 + "/e" + i));
        }
        long before = inotifyDescriptors();
        for (int round = 0; round < 40; round++) {
            FileWatch watch = loop.on(() -> files.watch(root, TREE, events::addAll));
            if (round % 2 == 0) {
                OnLoop.await(watch.ready());
            }
            loop.on(() -> {
                watch.close();
                return null;
            });
            OnLoop.await(watch.ended());
        }
        while (inotifyDescriptors() > before) {
            Thread.onSpinWait();
        }
        assertTrue(events.isEmpty());
    }

    private static long inotifyDescriptors() throws IOException {
        return Descriptors.count(target -> target.contains("inotify"));
    }

    @Test
    void aListenerThatThrowsIsReportedAndTheWatchGoesOn() throws Exception {
        CompletableFuture<Throwable> reported = new CompletableFuture<>();
        IllegalStateException thrown = new IllegalStateException("thrown by a listener");
        FileWatch watch = loop.on(() -> {
            loop.loop.onUncaught(reported::complete);
            return files.watch(root, WatchOptions.defaults(), told -> {
                events.addAll(told);
                if (!reported.isDone()) {
                    throw thrown;
                }
            });
        });
        OnLoop.await(watch.ready());
        Path one = Files.createFile(root.resolve("one"));
        expect(Kind.CREATED, one);
        assertEquals(thrown, OnLoop.await(reported));
        await(Kind.CREATED, Files.createFile(root.resolve("two")));
    }
}
