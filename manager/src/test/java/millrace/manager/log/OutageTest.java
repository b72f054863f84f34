package millrace.manager.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import millrace.cluster.PrimaryEvents.Stream;
import millrace.cluster.json.Json;
import millrace.manager.config.LogConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that cannot be written: what is lost is counted, what is written is whole, and it goes on by itself. */
class OutageTest {
    private static final Pattern LOST = Pattern.compile("\\[millrace] (\\d+) lines? (?:was|were) lost: .*");
    private static final int LINE_BYTES = 64;

    @TempDir
    Path folder;

    private final LogRoom room = new LogRoom();

    @AfterEach
    void close() {
        room.close();
    }

    private static String lines(int from, int count) {
        StringBuilder all = new StringBuilder();
        for (int i = from; i < from + count; i++) {
            String number = "line " + i + " ";
            all.append(number).append("x".repeat(LINE_BYTES - 1 - number.length())).append('\n');
        }
        return all.toString();
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        assumeTrue(process.exitValue() == 0, () -> "cannot " + String.join(" ", command) + " here: not root?");
    }

    @Test
    void aDiskThatIsFullStopsTheLoggingUntilThereIsRoomAndNoLineIsCut() throws Exception {
        onSmallDisk(disk -> {
            Path ballast = disk.resolve("ballast");
            // Not a whole number of lines is left.
            Files.write(ballast, new byte[(1 << 20) - 101 * 1000]);
            Path file = disk.resolve("app.log");
            AppLog log = room.open("app", LogRoom.plain(file));
            int written = 0;
            while (room.events().stream().noneMatch(event -> event.startsWith("stopped"))) {
                room.write(log, 0, Stream.STDOUT, lines(written, 100));
                written += 100;
            }
            assertTrue(room.await("stopped").contains("no space left on device (ENOSPC)"));
            assertTrue(room.on(() -> room.files.failure(file)).startsWith("no space"));
            room.write(log, 0, Stream.STDOUT, lines(written, 100));
            written += 100;
            Files.delete(ballast);
            room.await("resumed");
            assertNull(room.on(() -> room.files.failure(file)));
            room.write(log, 0, Stream.STDOUT, lines(written, 100));
            written += 100;
            room.end(log);
            assertEquals(written, accountedFor(LogRoom.read(file)));
        });
    }

    @Test
    void jsonStaysValidWhenTheDiskFillsUpInTheMiddleOfALineInPieces() throws Exception {
        onSmallDisk(disk -> {
            Path ballast = disk.resolve("ballast");
            Files.write(ballast, new byte[(1 << 20) - 150 * 1024]);
            Path file = disk.resolve("app.log");
            AppLog log = room.open("app",
                    new LogConfig(file, file, null, false, true, null, true, 0, null, 10, false));
            String piece = "ü".repeat(32 * 1024);
            while (room.events().stream().noneMatch(event -> event.startsWith("stopped"))) {
                room.piece(log, 0, piece, false);
            }
            Files.delete(ballast);
            room.await("resumed");
            room.piece(log, 0, "its end", true);
            room.write(log, 0, Stream.STDOUT, "after\n");
            room.end(log);
            List<String> records = LogRoom.read(file).lines().toList();
            assertEquals(3, records.size(), () -> records.size() + " records");
            for (String record : records) {
                byte[] bytes = record.getBytes(UTF_8);
                assertTrue(Json.read(bytes, 0, bytes.length) instanceof java.util.Map);
            }
            assertTrue(records.get(1).contains("[millrace] 1 line was lost"), records.get(1));
            assertTrue(records.get(2).contains("\"after\""));
        });
    }

    private interface OnDisk {
        void run(Path disk) throws Exception;
    }

    /** A file system of 1 MiB. */
    private void onSmallDisk(OnDisk test) throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.toString());
        try {
            test.run(disk);
        } finally {
            run("umount", "-l", disk.toString());
        }
    }

    /** Every line is whole, in order, or counted as lost: how many those are together. */
    private static long accountedFor(String text) {
        assertTrue(text.endsWith("\n"));
        long next = 0;
        for (String line : text.split("\n")) {
            Matcher lost = LOST.matcher(line);
            if (lost.matches()) {
                next += Long.parseLong(lost.group(1));
            } else {
                assertEquals(LINE_BYTES - 1, line.length(), line);
                assertTrue(line.startsWith("line " + next + " "), () -> "lost without a word: " + line);
                next++;
            }
        }
        return next;
    }

    @Test
    void aFileThatCannotBeOpenedHoldsUpNobodyAndIsTriedAgain() throws IOException {
        Path inTheWay = Files.createFile(folder.resolve("logs"));
        Path file = inTheWay.resolve("app.log");
        AppLog log = room.open("app", LogRoom.plain(file));
        room.write(log, 0, Stream.STDOUT, lines(0, 3));
        String sentence = room.await("stopped");
        assertTrue(sentence.contains("logging to " + file + " has stopped: not a directory (ENOTDIR)"), sentence);
        Files.delete(inTheWay);
        room.await("resumed");
        room.write(log, 0, Stream.STDOUT, lines(3, 1));
        room.end(log);
        assertEquals(4, accountedFor(LogRoom.read(file)));
    }

    @Test
    void aDeviceThatIsAlwaysFullIsReportedOnce() {
        AppLog log = room.open("app", LogRoom.plain(Path.of("/dev/full")));
        room.write(log, 0, Stream.STDOUT, lines(0, 10));
        room.await("stopped");
        long turns = room.on(room.loop::turns);
        room.until("it was tried again", () -> room.loop.turns() > turns + 50);
        room.end(log);
        assertEquals(1, room.events().size(), () -> room.events().toString());
    }

    @Test
    void aFolderThatWasRemovedIsMadeAgainWhenTheFilesAreOpenedAnew() throws IOException {
        Path file = folder.resolve("logs/app.log");
        AppLog log = room.open("app", LogRoom.plain(file));
        room.write(log, 0, Stream.STDOUT, "before\n");
        LogRoom.get(room.on(log::reopen));
        Files.delete(file);
        Files.delete(file.getParent());
        LogRoom.get(room.on(log::reopen));
        room.write(log, 0, Stream.STDOUT, "after\n");
        room.end(log);
        assertEquals("after\n", LogRoom.read(file));
    }

    @Test
    void whatIsLostIsCountedFromWhereverTheWriteStopped() {
        byte[] text = "one\ntwo\nthree\n".getBytes(UTF_8);
        for (int written = 0; written <= text.length; written++) {
            LogBuffer rest = new LogBuffer(0);
            rest.append(text, written, text.length - written);
            boolean midLine = written > 0 && text[written - 1] != '\n';
            Losses losses = Losses.of(List.of(rest), midLine);
            byte[] file = Arrays.copyOf(text, written + losses.kept().length);
            System.arraycopy(losses.kept().bytes, 0, file, written, losses.kept().length);
            String inFile = new String(file, UTF_8);
            assertTrue(inFile.isEmpty() || inFile.endsWith("\n"), inFile);
            assertTrue(new String(text, UTF_8).startsWith(inFile), inFile);
            assertEquals(3, inFile.lines().count() + losses.lines());
        }
    }
}
