package millrace.offload.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import millrace.os.Errno;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AsyncFilesTest {
    private final AsyncFiles files = AsyncFiles.shared();

    @TempDir
    private Path folder;

    private OnLoop loop;

    @BeforeEach
    void open() throws Exception {
        loop = new OnLoop();
    }

    @AfterEach
    void close() {
        loop.close();
    }

    private FileException failed(Callable<? extends CompletableFuture<?>> start) {
        return assertThrows(FileException.class, () -> loop.async(start::call));
    }

    @Test
    void whatIsWrittenIsReadInWholeAndInPart() throws Exception {
        Random random = new Random(1);
        Path file = folder.resolve("file");
        for (int length : new int[] {0, 1, 8191, 65_536, 65_537, 1_000_003}) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            assertEquals(length, loop.async(() -> files.write(file, bytes, WriteMode.TRUNCATE)));
            assertArrayEquals(bytes, Files.readAllBytes(file));
            assertArrayEquals(bytes, loop.async(() -> files.read(file, length)));
            int from = random.nextInt(length + 1);
            int part = random.nextInt(length - from + 1);
            assertArrayEquals(Arrays.copyOfRange(bytes, from, from + part),
                    loop.async(() -> files.readRange(file, from, part)));
        }
        assertEquals(0, Descriptors.below(folder));
    }

    @Test
    void aPartOfLessThanNothingIsRefused() {
        for (int length : new int[] {-1, -2}) {
            assertThrows(IllegalArgumentException.class, () -> files.readRange(folder.resolve("file"), 0, length));
        }
    }

    @Test
    void theModesOfWriting() throws Exception {
        Path file = folder.resolve("file");
        loop.async(() -> files.write(file, "one".getBytes(), WriteMode.CREATE));
        assertEquals(Errno.EEXIST.number(), failed(() -> files.write(file, new byte[1], WriteMode.CREATE)).errno());
        loop.async(() -> files.write(file, " two".getBytes(), WriteMode.APPEND));
        assertEquals("one two", Files.readString(file));
        loop.async(() -> files.write(file, "3".getBytes(), WriteMode.TRUNCATE));
        assertEquals("3", Files.readString(file));
    }

    @Test
    void aReplacementKeepsPermissionsAndLinksAndLeavesNothingBeside() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "old");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), file.getFileName());
        loop.async(() -> files.write(link, "new".getBytes(), WriteMode.REPLACE));
        assertEquals("new", Files.readString(file));
        assertTrue(Files.isSymbolicLink(link));
        assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        loop.async(() -> files.write(folder.resolve("fresh"), "new".getBytes(), WriteMode.REPLACE));
        assertEquals(List.of("file", "fresh", "link"), names());
    }

    private List<String> names() throws IOException {
        try (Stream<Path> list = Files.list(folder)) {
            return list.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void whoReadsDuringReplacementsSeesNoPart() throws Exception {
        Path file = folder.resolve("file");
        byte[][] contents = {new byte[100_000], new byte[50_000]};
        Arrays.fill(contents[1], (byte) 1);
        Files.write(file, contents[0]);
        CompletableFuture<Void> replaced = new CompletableFuture<>();
        loop.loop.execute(() -> replaceOften(file, contents, 60, replaced));
        while (!replaced.isDone()) {
            byte[] seen = Files.readAllBytes(file);
            assertArrayEquals(contents[seen[0]], seen);
        }
        OnLoop.await(replaced);
    }

    private void replaceOften(Path file, byte[][] contents, int times, CompletableFuture<Void> done) {
        files.write(file, contents[times % 2], WriteMode.REPLACE).whenComplete((bytes, cause) -> {
            if (cause != null) {
                done.completeExceptionally(cause);
            } else if (times == 0) {
                done.complete(null);
            } else {
                replaceOften(file, contents, times - 1, done);
            }
        });
    }

    @Test
    void aFullDiskIsSaidToBeFullAndAFailedReplacementLeavesTheOld() throws Exception {
        Path full = Path.of("/dev/full");
        FileException e = failed(() -> files.write(full, new byte[10], WriteMode.TRUNCATE));
        assertEquals("write /dev/full: no space left on device (ENOSPC); free some space, or raise the limit that is"
                + " reached", e.getMessage());
        Path missing = folder.resolve("a/b/file");
        FileException gone = failed(() -> files.write(missing, new byte[10], WriteMode.REPLACE));
        assertTrue(gone.getMessage().endsWith("already the folder " + folder.resolve("a") + " is missing: create it, or"
                + " correct the path"), gone.getMessage());
        assertEquals(missing, gone.path());
    }

    @Test
    void whatCannotBeReadSaysWhy() throws Exception {
        Path missing = folder.resolve("missing");
        assertEquals("read " + missing + ": no such file or directory (ENOENT)",
                failed(() -> files.read(missing, 10)).getMessage());
        assertEquals(Errno.EISDIR.number(), failed(() -> files.read(folder, 10)).errno());
        Path file = Files.writeString(folder.resolve("file"), "12345");
        assertEquals(Errno.ENOTDIR.number(), failed(() -> files.read(file.resolve("x"), 10)).errno());
        assertTrue(failed(() -> files.read(file, 4)).getMessage()
                .endsWith("it has 5 bytes, and the limit given is 4: raise that, or stream it"));
        assertTrue(failed(() -> files.readRange(file, 3, 3)).getMessage().contains("3 bytes from 3 on are asked for"));
        assertTrue(failed(() -> files.read(Path.of("/dev/zero"), 10)).getMessage().contains("no regular file"));
    }

    @Test
    void aPipeWithoutAnotherEndHoldsUpNobody() throws Exception {
        Path pipe = folder.resolve("pipe");
        Process mkfifo = new ProcessBuilder("mkfifo", pipe.toString()).inheritIO().start();
        assertTrue(mkfifo.waitFor(60, TimeUnit.SECONDS));
        assertEquals(Errno.EINVAL.number(), failed(() -> files.read(pipe, 10)).errno());
        assertEquals(Errno.ENXIO.number(), failed(() -> files.write(pipe, new byte[1], WriteMode.APPEND)).errno());
    }

    @Test
    void aFileThatSaysItIsEmptyIsReadToItsEnd() throws Exception {
        Path status = Path.of("/proc/self/status");
        assertTrue(new String(loop.async(() -> files.read(status, 100_000))).contains("VmRSS"));
        assertEquals(Errno.EFBIG.number(), failed(() -> files.read(status, 10)).errno());
    }

    @Test
    void statExistsFoldersRenameDelete() throws Exception {
        Path inner = folder.resolve("x/y");
        loop.async(() -> files.createFolders(inner));
        loop.async(() -> files.createFolders(inner));
        Path file = inner.resolve("file");
        loop.async(() -> files.write(file, new byte[7], WriteMode.CREATE));
        assertEquals(7, loop.async(() -> files.stat(file)).size());
        assertTrue(loop.async(() -> files.stat(inner)).isDirectory());
        Path other = folder.resolve("other");
        loop.async(() -> files.rename(file, other));
        assertFalse(loop.async(() -> files.exists(file)));
        assertTrue(loop.async(() -> files.exists(other)));
        FileException e = failed(() -> files.delete(folder.resolve("x")));
        assertTrue(e.getMessage().endsWith("delete first what is in it"), e.getMessage());
        loop.async(() -> files.delete(inner));
        loop.async(() -> files.delete(other));
        assertEquals(Errno.ENOENT.number(), failed(() -> files.stat(other)).errno());
        assertEquals(Errno.ENOENT.number(), failed(() -> files.rename(other, file)).errno());
        assertEquals(List.of("x"), names());
    }

    @Test
    void aHugeFolderIsListedInBatches() throws Exception {
        List<Path> expected = IntStream.range(0, 1_003).mapToObj(i -> folder.resolve("f" + i)).sorted().toList();
        for (Path file : expected) {
            Files.createFile(file);
        }
        Collector<List<Path>> collector = Collector.oneByOne();
        loop.on(() -> {
            files.list(folder, 100).subscribe(collector);
            return null;
        });
        List<List<Path>> batches = OnLoop.await(collector.completion);
        assertEquals(11, batches.size());
        assertTrue(batches.stream().allMatch(batch -> batch.size() <= 100));
        List<Path> all = new ArrayList<>();
        batches.forEach(all::addAll);
        assertEquals(expected, all.stream().sorted().toList());
        assertEquals(expected, loop.async(() -> files.listAll(folder, 1_003)).stream().sorted().toList());
        assertEquals(Errno.EOVERFLOW.number(), failed(() -> files.listAll(folder, 1_002)).errno());
        assertEquals(Errno.ENOTDIR.number(), failed(() -> files.listAll(expected.get(0), 5)).errno());
    }

    @Test
    void aListCancelledMidwayClosesTheFolder() throws Exception {
        for (int i = 0; i < 100; i++) {
            Files.createFile(folder.resolve("f" + i));
        }
        CompletableFuture<Void> cancelled = new CompletableFuture<>();
        Collector<List<Path>> collector = new Collector<>(1, (subscription, self) -> {
            subscription.cancel();
            cancelled.complete(null);
        });
        loop.on(() -> {
            files.list(folder, 10).subscribe(collector);
            return null;
        });
        OnLoop.await(cancelled);
        while (Descriptors.below(folder) > 0) {
            Thread.onSpinWait();
        }
        assertEquals(1, collector.items.size());
    }
}
