package millrace.gateway.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import millrace.loop.EventLoop;
import millrace.loop.PollerKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Lines on their way to real files. */
@Timeout(60)
class LogFileTest {
    private static final int KILOBYTE = 1024;

    @TempDir
    Path folder;

    private final List<String> trouble = Collections.synchronizedList(new ArrayList<>());

    private LogFile open(String name) throws IOException {
        LogFile file = new LogFile(folder.resolve(name));
        file.onTrouble(trouble::add);
        file.open();
        return file;
    }

    private static void write(LogFile file, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        file.write(null, bytes, 0, bytes.length);
    }

    private String content(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }

    @Test
    void lineIsInTheFileWhenItIsWrittenBehindWhatWasThere() throws IOException {
        Files.writeString(folder.resolve("a.log"), "before\n");
        LogFile file = open("a.log");
        write(file, "one\n");
        assertEquals("before\none\n", content("a.log"));
        file.close();
    }

    @Test
    void fileThatCannotBeMadeSaysWhichAndWhy() {
        LogFile file = new LogFile(folder.resolve("none/a.log"));
        IOException e = assertThrows(IOException.class, file::open);
        assertEquals("open() \"" + folder + "/none/a.log\" failed (2: No such file or directory)", e.getMessage());
    }

    @Test
    void reopeningWhileOthersWriteLosesNoLineAndTearsNone() throws Exception {
        LogFile file = open("a.log");
        int writers = 3;
        int lines = 2000;
        List<Thread> threads = new ArrayList<>();
        for (int writer = 0; writer < writers; writer++) {
            String name = "writer " + writer + " line ";
            threads.add(Thread.ofPlatform().start(() -> {
                for (int i = 0; i < lines; i++) {
                    write(file, name + i + "\n");
                }
            }));
        }
        int files = 0;
        while (threads.stream().anyMatch(Thread::isAlive) || files == 0) {
            Files.move(folder.resolve("a.log"), folder.resolve("a.log." + files++));
            assertEquals(0, file.reopen());
        }
        for (Thread thread : threads) {
            thread.join();
        }
        TreeSet<String> all = new TreeSet<>(Files.readAllLines(folder.resolve("a.log")));
        for (int i = 0; i < files; i++) {
            all.addAll(Files.readAllLines(folder.resolve("a.log." + i)));
        }
        assertEquals(writers * lines, all.size());
        assertTrue(all.stream().allMatch(line -> line.matches("writer \\d line \\d+")));
        assertEquals(List.of(), trouble);
        file.close();
    }

    @Test
    void fileThatCannotBeReopenedGoesOnAsItWas() throws IOException {
        LogFile file = open("a.log");
        Files.move(folder.resolve("a.log"), folder.resolve("old.log"));
        Files.createDirectory(folder.resolve("a.log"));
        assertTrue(file.reopen() < 0);
        write(file, "still\n");
        assertEquals("still\n", content("old.log"));
        file.close();
    }

    @Test
    void fullDiskIsToldOnceAndThenHowManyLinesItCost() throws IOException {
        Files.createSymbolicLink(folder.resolve("a.log"), Path.of("/dev/full"));
        LogFile file = open("a.log");
        for (int i = 0; i < 5; i++) {
            write(file, "lost\n");
        }
        String path = folder.resolve("a.log").toString();
        assertEquals(
                List.of("write() to \"" + path + "\" failed (28: No space left on device), lines are lost"), trouble);
        Files.delete(folder.resolve("a.log"));
        assertEquals(0, file.reopen());
        write(file, "kept\n");
        assertEquals("kept\n", content("a.log"));
        assertEquals("\"" + path + "\" is written to again, 5 lines were lost", trouble.getLast());
        file.close();
    }

    @Test
    void bufferKeepsLinesUntilTheNextDoesNotFit() throws IOException {
        LogFile file = new LogFile(folder.resolve("a.log"));
        file.buffer(new LineBuffer(10, 0, LineBuffer.PLAIN));
        file.open();
        write(file, "1234\n");
        write(file, "5678\n");
        assertEquals("", content("a.log"));
        write(file, "9\n");
        assertEquals("1234\n5678\n", content("a.log"));
        write(file, "longer than the buffer\n");
        assertEquals("1234\n5678\n9\nlonger than the buffer\n", content("a.log"));
        write(file, "end\n");
        file.close();
        assertTrue(content("a.log").endsWith("buffer\nend\n"));
    }

    @Test
    void bufferedLineIsWrittenWhenItsTimeIsUp() throws Exception {
        LogFile file = new LogFile(folder.resolve("a.log"));
        file.buffer(new LineBuffer(KILOBYTE, 20, LineBuffer.PLAIN));
        file.open();
        try (EventLoop loop = EventLoop.open("writer", PollerKind.EPOLL)) {
            loop.start();
            loop.submit(() -> {
                        write(file, "waits\n");
                        return null;
                    })
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS);
            while (content("a.log").isEmpty()) {
                Thread.onSpinWait();
            }
            assertEquals("waits\n", content("a.log"));
        }
        file.close();
    }

    @Test
    void batchesOfSeveralThreadsAreWholeLinesAndAllOfThem() throws Exception {
        LogFile file = new LogFile(folder.resolve("a.log"));
        file.buffer(new LineBuffer(KILOBYTE, 0, LineBuffer.PLAIN));
        file.open();
        List<Thread> threads = new ArrayList<>();
        for (int writer = 0; writer < 4; writer++) {
            String name = "writer " + writer + " line ";
            threads.add(Thread.ofPlatform().start(() -> {
                for (int i = 0; i < 5000; i++) {
                    write(file, name + i + "\n");
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        file.close();
        List<String> lines = Files.readAllLines(folder.resolve("a.log"));
        assertEquals(20_000, lines.size());
        assertEquals(20_000, new TreeSet<>(lines).size());
    }

    @Test
    void compressedBatchesAreOneGzipFile() throws IOException {
        LogFile file = new LogFile(folder.resolve("a.log.gz"));
        file.buffer(new LineBuffer(10, 0, 9));
        file.open();
        write(file, "12345678\n");
        write(file, "abcdefgh\n");
        file.close();
        byte[] packed = Files.readAllBytes(folder.resolve("a.log.gz"));
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            assertEquals("12345678\nabcdefgh\n", new String(in.readAllBytes(), UTF_8));
        }
    }
}
