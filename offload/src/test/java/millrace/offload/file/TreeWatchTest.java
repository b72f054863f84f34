package millrace.offload.file;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import millrace.offload.file.FileEvent.Kind;
import org.junit.jupiter.api.Test;

/** Watches of a folder with all that is in it. */
class TreeWatchTest extends WatchFixture {
    @Test
    void filesInNewFoldersAreSeenThoughTheyWereMadeBeforeTheWatch() throws Exception {
        watch(root, TREE);
        for (int round = 0; round < 30; round++) {
            Path deep = root.resolve("n" + round + "/a/b/c");
            Files.createDirectories(deep);
            Path file = Files.createFile(deep.resolve("file"));
            await(Kind.CREATED, file);
            Files.writeString(file, "now it is watched");
            await(Kind.MODIFIED, file);
        }
    }

    @Test
    void aFolderThatIsMovedIsWatchedUnderItsNewNameAndNotUnderItsOld() throws Exception {
        Path before = Files.createDirectories(root.resolve("before/in"));
        Files.createFile(before.resolve("file"));
        watch(root, TREE.withDebounce(Duration.ZERO));
        Files.move(root.resolve("before"), root.resolve("after"));
        await(Kind.DELETED, root.resolve("before"));
        await(Kind.CREATED, root.resolve("after/in/file"));
        Files.writeString(root.resolve("after/in/file"), "1");
        expect(Kind.MODIFIED, root.resolve("after/in/file"));
    }

    @Test
    void aFolderThatHasLeftIsNotWatchedAnyMore() throws Exception {
        Path inside = Files.createDirectories(root.resolve("tree/inside"));
        Path outside = Files.createDirectories(root.resolve("outside"));
        watch(root.resolve("tree"), TREE.withDebounce(Duration.ZERO));
        Files.move(inside, outside.resolve("gone"));
        expect(Kind.DELETED, inside);
        Files.createFile(outside.resolve("gone/file"));
        Path last = Files.createFile(root.resolve("tree/last"));
        expect(Kind.CREATED, last);
    }

    @Test
    void whatIsSkippedIsNeitherToldNorWatched() throws Exception {
        Predicate<Path> skip = path -> path.endsWith("node_modules");
        Files.createDirectories(root.resolve("node_modules/x"));
        watch(root, TREE.withSkip(skip).withDebounce(Duration.ZERO));
        Files.createFile(root.resolve("node_modules/x/file"));
        Files.createDirectories(root.resolve("lib/node_modules"));
        Files.createFile(root.resolve("lib/node_modules/file"));
        await(Kind.CREATED, root.resolve("lib"));
        expect(Kind.CREATED, Files.createFile(root.resolve("lib/file")));
    }

    @Test
    void eventsThatTheKernelDroppedAreAnOverflowAndTheTreeIsWatchedAgain() throws Exception {
        // Not by the JDK's readString: that begins with one byte, and for such files there is no second read.
        byte[] limit = loop.async(() -> files.read(Path.of("/proc/sys/fs/inotify/max_queued_events"), 100));
        long most = Long.parseLong(new String(limit).strip());
        watch(root, TREE);
        Path last = root.resolve("last");
        // The loop reads no events meanwhile. Only equal neighbours are one event to the kernel.
        loop.on(() -> {
            try (FileChannel one = FileChannel.open(root.resolve("1"), CREATE, WRITE);
                    FileChannel two = FileChannel.open(root.resolve("2"), CREATE, WRITE)) {
                for (long i = 0; i <= most; i++) {
                    one.write(ByteBuffer.allocate(1), 0);
                    two.write(ByteBuffer.allocate(1), 0);
                }
            }
            Files.createDirectory(last);
            return null;
        });
        await(Kind.OVERFLOW, root);
        // The folder of which nothing was heard is watched all the same, once the tree has been gone through.
        Path file = last.resolve("file");
        while (events.stream().noneMatch(event -> event.path().equals(file))) {
            Files.deleteIfExists(file);
            Files.createFile(file);
            loop.on(() -> null);
        }
    }

    /** Whatever is done to it, and however fast: who follows the events knows in the end what there is. */
    @Test
    void whoFollowsTheEventsOfARandomTreeKnowsTheTree() throws Exception {
        for (int seed = 0; seed < 5; seed++) {
            Path tree = Files.createDirectory(root.resolve("tree" + seed));
            FileWatch watch = watch(tree, TREE.withDebounce(Duration.ofMillis(seed)));
            Random random = new Random(seed);
            for (int step = 0; step < 250; step++) {
                RandomTree.change(tree, random);
            }
            Set<Path> known = new TreeSet<>();
            Set<Path> real = RandomTree.all(tree);
            while (!known.equals(real)) {
                FileEvent event = next();
                assertTrue(event != null, "seed " + seed + ": " + difference(known, real));
                follow(event, known);
            }
            loop.on(() -> {
                watch.close();
                return null;
            });
            events.clear();
        }
    }

    private static String difference(Set<Path> known, Set<Path> real) {
        Set<Path> missed = new TreeSet<>(real);
        missed.removeAll(known);
        Set<Path> stale = new TreeSet<>(known);
        stale.removeAll(real);
        return "not heard of are " + missed + ", and gone are " + stale;
    }

    private static void follow(FileEvent event, Set<Path> known) throws IOException {
        switch (event.kind()) {
            case CREATED -> known.add(event.path());
            case MODIFIED -> {
                known.add(event.path());
                known.removeIf(path -> path.startsWith(event.path()) && !Files.exists(path));
                if (Files.isDirectory(event.path())) {
                    known.addAll(RandomTree.all(event.path()));
                }
            }
            case DELETED -> known.removeIf(path -> path.startsWith(event.path()));
            case OVERFLOW -> throw new AssertionError("there was no overflow to be expected");
        }
    }
}
