package millrace.manager.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import millrace.cluster.PrimaryEvents.Stream;
import millrace.cluster.json.Json;
import millrace.manager.config.LogConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppLogTest {
    private static final InstantSource NOW = InstantSource.fixed(Instant.parse("2026-01-31T08:15:00.042Z"));

    @TempDir
    Path folder;

    private final LogRoom room = new LogRoom(NOW, TimeUnit.MINUTES.toNanos(1));

    @AfterEach
    void close() {
        room.close();
    }

    private LogConfig config(boolean merge, String dateFormat, boolean json, Path combined) {
        return new LogConfig(folder.resolve("logs/app-out.log"), folder.resolve("logs/app-error.log"), combined, false,
                merge, dateFormat, json, 0, null, 10, false);
    }

    private LogConfig merged() {
        return config(true, null, false, null);
    }

    private String read(String name) {
        return LogRoom.read(folder.resolve("logs").resolve(name));
    }

    @Test
    void whoLeavesWaitsAlsoForLinesBehindOneThatHasNotEnded() {
        AppLog log = room.open("app", merged());
        room.piece(log, 0, "half a ", false);
        room.write(log, 1, Stream.STDOUT, "whole\n");
        LogRoom.get(room.on(() -> room.files.drain(TimeUnit.MINUTES.toNanos(1))));
        assertEquals("half a \nwhole\n", read("app-out.log"));
        room.end(log);
    }

    @Test
    void whatAnAppWroteBeforeItWasReplacedStandsBeforeWhatComesAfter() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).inheritIO().start().waitFor());
        // Nobody reads yet: the first is held up in the middle of its block.
        try (FileChannel reader = FileChannel.open(pipe, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            AppLog before = room.open("app", LogRoom.plain(pipe));
            room.write(before, 0, Stream.STDOUT, "before\n".repeat(100_000));
            room.on(before::end);
            AppLog after = room.open("app", LogRoom.plain(pipe));
            room.write(after, 0, Stream.STDOUT, "after\n".repeat(20_000));
            String expected = "before\n".repeat(100_000) + "after\n".repeat(20_000);
            ByteBuffer all = ByteBuffer.allocate(expected.length());
            while (all.hasRemaining()) {
                reader.read(all);
            }
            assertEquals(expected, new String(all.array(), UTF_8));
            room.end(after);
        }
    }

    @Test
    void theFilesAndTheirFolderAreThereBeforeTheFirstLine() {
        AppLog log = room.open("app", merged());
        LogPaths paths = room.on(() -> log.add(0));
        room.end(log);
        assertEquals(folder.resolve("logs/app-out.log"), paths.out());
        assertTrue(Files.exists(paths.out()));
        assertTrue(Files.exists(paths.error()));
    }

    @Test
    void eachStreamHasItsFileAndTheCombinedOneHasBothInOrder() {
        AppLog log = room.open("app", config(true, null, false, folder.resolve("logs/all.log")));
        room.write(log, 0, Stream.STDOUT, "one\ntwo\n");
        room.write(log, 0, Stream.STDERR, "three\n");
        room.write(log, 0, Stream.STDOUT, "four\n");
        room.end(log);
        assertEquals("one\ntwo\nfour\n", read("app-out.log"));
        assertEquals("three\n", read("app-error.log"));
        assertEquals("one\ntwo\nthree\nfour\n", read("all.log"));
    }

    @Test
    void instancesHaveFilesOfTheirOwnUnlessTheyAreMerged() {
        AppLog log = room.open("app", config(false, null, false, null));
        room.write(log, 3, Stream.STDOUT, "three\n");
        room.write(log, 4, Stream.STDOUT, "four\n");
        room.end(log);
        assertEquals("three\n", read("app-out-3.log"));
        assertEquals("four\n", read("app-out-4.log"));
    }

    @Test
    void theSameFileForBothStreamsGetsEachLineOnce() {
        AppLog log = room.open("app", LogRoom.plain(folder.resolve("logs/one.log")));
        room.write(log, 0, Stream.STDOUT, "out\n");
        room.write(log, 0, Stream.STDERR, "err\n");
        room.end(log);
        assertEquals("out\nerr\n", read("one.log"));
    }

    @Test
    void twoAppsMayShareAFile() {
        AppLog one = room.open("one", merged());
        AppLog two = room.open("two", merged());
        room.write(one, 0, Stream.STDOUT, "1\n");
        room.write(two, 1, Stream.STDOUT, "2\n");
        room.end(one);
        room.write(two, 1, Stream.STDOUT, "3\n");
        room.end(two);
        assertEquals("1\n2\n3\n", read("app-out.log"));
    }

    @Test
    void theTimeStandsBeforeEachLineAndBeforeTheFirstPieceOfALongOne() {
        AppLog log = room.open("app", config(true, "SSS", false, null));
        room.write(log, 0, Stream.STDOUT, "one\n\n");
        room.piece(log, 0, "lo", false);
        room.piece(log, 0, "ng", true);
        room.end(log);
        assertEquals("042: one\n042: \n042: long\n", read("app-out.log"));
    }

    @Test
    void jsonIsOneRecordALineInPm2sFields() throws IOException {
        AppLog log = room.open("my \"app\"", config(true, null, true, null));
        room.write(log, 7, Stream.STDOUT, "one\ntab\t\"q\" \\ \u001b[1m ü🐎\n");
        room.piece(log, 7, "lo", false);
        room.piece(log, 7, "ng", true);
        room.end(log);
        List<Object> records = new ArrayList<>();
        for (String record : read("app-out.log").split("\n")) {
            byte[] bytes = record.getBytes(UTF_8);
            records.add(Json.read(bytes, 0, bytes.length));
        }
        assertEquals(List.of(record("one"), record("tab\t\"q\" \\ \u001b[1m ü🐎"), record("long")), records);
    }

    private static Map<String, Object> record(String message) {
        return Map.of("message", message, "timestamp", "2026-01-31T08:15:00.042Z", "type", "out", "process_id", 7,
                "app_name", "my \"app\"");
    }

    @Test
    void noFileIsMadeForDisabledLogs() {
        LogConfig none = new LogConfig(folder.resolve("o.log"), folder.resolve("e.log"), null, true, true, null, false,
                0, null, 10, false);
        AppLog log = room.open("app", none);
        room.write(log, 0, Stream.STDERR, "lost on purpose\n");
        room.end(log);
        assertFalse(Files.exists(folder.resolve("e.log")));
        assertEquals(new LogPaths(null, null, null), LogPaths.of(LogRoom.plain(Path.of("/dev/null")), 0));
    }

    @Test
    void whatOthersWriteWaitsForTheEndOfALineInPieces() {
        AppLog log = room.open("app", merged());
        room.piece(log, 0, "a1", false);
        room.write(log, 1, Stream.STDOUT, "b\n");
        room.piece(log, 2, "c1", false);
        room.piece(log, 0, "a2", false);
        room.piece(log, 2, "c2", true);
        room.write(log, 1, Stream.STDOUT, "d\n");
        room.piece(log, 0, "a3", true);
        room.end(log);
        assertEquals("a1a2a3\nb\nc1c2\nd\n", read("app-out.log"));
    }

    @Test
    void aLineThatDoesNotEndIsBrokenForOthersInTheEnd() {
        try (LogRoom impatient = new LogRoom(NOW, 0)) {
            AppLog log = impatient.open("app", merged());
            impatient.piece(log, 0, "a1", false);
            impatient.write(log, 1, Stream.STDOUT, "b\n");
            impatient.until("the line is broken", () -> read("app-out.log").endsWith("b\n"));
            impatient.piece(log, 0, "a2", true);
            impatient.end(log);
            assertEquals("a1\nb\na2\n", read("app-out.log"));
        }
    }

    @Test
    void followersGetWhatTheyAskedForUntilTheyEnd() {
        AppLog log = room.open("app", merged());
        List<String> all = new ArrayList<>();
        List<String> errorsOfOne = new ArrayList<>();
        Runnable end = room.on(() -> log.follow(LogFilter.ALL, line -> all.add(line.pmId() + line.text())));
        room.on(() -> log.follow(new LogFilter(1, Stream.STDERR), line -> errorsOfOne.add(line.text())));
        room.write(log, 0, Stream.STDOUT, "a\nb\n");
        room.write(log, 1, Stream.STDERR, "c\n");
        room.write(log, 1, Stream.STDOUT, "d\n");
        room.on(() -> {
            end.run();
            return null;
        });
        room.write(log, 1, Stream.STDERR, "e\n");
        assertEquals(List.of("0a", "0b", "1c", "1d"), room.on(() -> List.copyOf(all)));
        assertEquals(List.of("c", "e"), room.on(() -> List.copyOf(errorsOfOne)));
        room.end(log);
    }

    @Test
    void flushEmptiesTheFilesAndTheNextLineIsTheFirst() {
        AppLog log = room.open("app", merged());
        room.write(log, 0, Stream.STDOUT, "old\n");
        LogRoom.get(room.on(log::flush));
        room.write(log, 0, Stream.STDOUT, "new\n");
        room.end(log);
        assertEquals("new\n", read("app-out.log"));
    }

    @Test
    void whoMovesAFileAwayAndReopensLosesNoLine() throws IOException {
        AppLog log = room.open("app", merged());
        Path file = folder.resolve("logs/app-out.log");
        room.write(log, 0, Stream.STDOUT, "before\n");
        LogRoom.get(room.on(log::reopen));
        Files.move(file, folder.resolve("logs/moved.log"));
        room.write(log, 0, Stream.STDOUT, "between\n");
        LogRoom.get(room.on(log::reopen));
        room.write(log, 0, Stream.STDOUT, "after\n");
        room.end(log);
        assertEquals("before\nbetween\n", read("moved.log"));
        assertEquals("after\n", read("app-out.log"));
    }

    @Test
    void whoLeavesWaitsForWhatIsStillToBeWritten() {
        AppLog open = room.open("app", merged());
        AppLog closed = room.open("other", LogRoom.plain(folder.resolve("logs/other.log")));
        LogRoom.get(room.on(() -> {
            byte[] line = "last words\n".getBytes(UTF_8);
            open.outputLines(0, Stream.STDOUT, line, 0, line.length);
            closed.outputLines(0, Stream.STDOUT, line, 0, line.length);
            closed.close();
            return room.files.drain(TimeUnit.MINUTES.toNanos(1));
        }));
        assertEquals("last words\n", read("app-out.log"));
        assertEquals("last words\n", read("other.log"));
    }

    @Test
    void whoGetsOtherFilesDoesNotWaitForTheOldOnes() {
        AppLog log = room.open("app", merged());
        byte[] block = "x".repeat(63).concat("\n").repeat(1024).getBytes(UTF_8);
        room.on(() -> {
            for (int i = 0; i < 32; i++) {
                log.outputLines(0, Stream.STDOUT, block, 0, block.length);
            }
            log.close();
            return null;
        });
        assertEquals(List.of("pause 0", "resume 0"), room.events());
        // Else it is still being written when its folder is deleted.
        LogRoom.get(room.on(() -> room.files.drain(TimeUnit.MINUTES.toNanos(1))));
    }

    @Test
    void aProcessThatIsFasterThanItsDiskIsPausedAndResumed() {
        AppLog log = room.open("app", merged());
        byte[] block = "x".repeat(63).concat("\n").repeat(1024).getBytes(UTF_8);
        room.on(() -> {
            // All in one turn: no write can come between.
            for (int i = 0; i < 32; i++) {
                log.outputLines(0, Stream.STDOUT, block, 0, block.length);
            }
            return null;
        });
        room.await("resume 0");
        room.end(log);
        assertEquals(List.of("pause 0", "resume 0"), room.events());
        assertEquals(32L * block.length, read("app-out.log").length());
    }
}
