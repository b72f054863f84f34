package millrace.manager.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPInputStream;
import millrace.cluster.PrimaryEvents.Stream;
import millrace.manager.config.LogConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RotationTest {
    private static final int LINES = 30_000;

    @TempDir
    Path folder;

    private final LogRoom room = new LogRoom();

    @AfterEach
    void close() {
        room.close();
    }

    private Path file() {
        return folder.resolve("app-out.log");
    }

    private AppLog open(int keep, boolean compress) {
        return room.open("app", new LogConfig(file(), file(), null, false, true, null, false, 100_000, null, keep, compress));
    }

    private void writeAll(AppLog log) {
        StringBuilder block = new StringBuilder();
        for (int i = 0; i < LINES; i++) {
            block.append("line ").append(i).append('\n');
            if (i % 1000 == 999) {
                room.write(log, 0, Stream.STDOUT, block.toString());
                block.setLength(0);
                // So that it is written by now.
                LogRoom.get(room.on(log::reopen));
            }
        }
        room.end(log);
    }

    private List<Path> rotated() {
        try {
            return Rotation.rotated(file());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String unzip(Path file) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String allLines() {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < LINES; i++) {
            all.append("line ").append(i).append('\n');
        }
        return all.toString();
    }

    @Test
    void aLargeFileMakesRoomBetweenTwoLinesAndNoneIsLost() throws IOException {
        writeAll(open(100, false));
        StringBuilder all = new StringBuilder();
        List<Path> files = rotated();
        assertTrue(files.size() >= 2, files::toString);
        for (Path file : files) {
            String text = LogRoom.read(file);
            assertTrue(text.endsWith("\n"));
            all.append(text);
        }
        assertEquals(allLines(), all + LogRoom.read(file()));
    }

    @Test
    void rotatedFilesAreCompressedWithoutALoss() throws IOException {
        writeAll(open(100, true));
        room.until("all are compressed", () -> rotated().stream().allMatch(file -> file.toString().endsWith(".log.gz")));
        StringBuilder all = new StringBuilder();
        for (Path file : rotated()) {
            all.append(unzip(file));
        }
        assertEquals(allLines(), all + LogRoom.read(file()));
        assertEquals(List.of(), room.events());
    }

    @Test
    void onlySoManyStayAndTheyAreTheLatest() {
        for (int i = 0; i < 3; i++) {
            LogRoom.write(folder.resolve("app-out__2020-01-0" + (i + 1) + "_00-00-00.log"), "old\n");
        }
        LogRoom.write(folder.resolve("app-out__notes.log"), "mine\n");
        writeAll(open(2, false));
        room.until("two are left", () -> rotated().size() == 2);
        assertTrue(rotated().stream().noneMatch(file -> file.toString().contains("2020")), () -> rotated().toString());
        assertEquals("mine\n", LogRoom.read(folder.resolve("app-out__notes.log")));
    }

    @Test
    void theLatestStayHoweverMuchFasterRotationIsThanCompression() throws IOException {
        LogRoom.write(folder.resolve("app-out__2020-01-01_00-00-00.log"), "left by one that was killed\n");
        writeAll(room.open("app",
                new LogConfig(file(), file(), null, false, true, null, false, 5_000, null, 3, true)));
        room.until("three compressed ones are left", () -> rotated().size() == 3
                && rotated().stream().allMatch(file -> file.toString().endsWith(".log.gz")));
        StringBuilder last = new StringBuilder();
        for (Path file : rotated()) {
            last.append(unzip(file));
        }
        last.append(LogRoom.read(file()));
        assertTrue(allLines().endsWith(last.toString()), () -> rotated() + "\n" + last);
        assertEquals(List.of(), room.events());
    }

    @Test
    void whatABrokenRunHasLeftIsCompressedWithTheNext() throws IOException {
        LogRoom.write(folder.resolve("app-out__2020-01-01_00-00-00.log"), "left\n");
        writeAll(open(1000, true));
        room.until("all are compressed", () -> rotated().stream().allMatch(file -> file.toString().endsWith(".log.gz")));
        assertEquals("left\n", unzip(rotated().getFirst()));
    }

    @Test
    void whatCannotBeCompressedIsNamedInPlainWordsAndStays() throws IOException {
        Path rotated = folder.resolve("app-out__2020-01-01_00-00-00.log");
        LogRoom.write(rotated, "old\n");
        LogRoom.write(Files.createDirectory(Rotation.compressed(rotated)).resolve("in the way"), "");
        writeAll(open(100, true));
        String warning = room.await("warning the rotated log " + rotated + " stays as it is: ");
        assertFalse(warning.contains("Exception"), warning);
        assertEquals("old\n", LogRoom.read(rotated));
    }

    @Test
    void aFreshNameIsBehindAllOthersOfItsSecondAlsoWhenTheFirstAreGone() throws IOException {
        Rotation rotation = new Rotation(1, null, 2, false, InstantSource.fixed(Instant.EPOCH), ZoneId.of("UTC"));
        for (int i = 0; i < 6; i++) {
            LogRoom.write(rotation.freshName(file()), i + "\n");
            rotation.retain(file());
        }
        assertEquals(List.of("4\n", "5\n"), rotated().stream().map(LogRoom::read).toList());
    }

    /** One that is being compressed has left its name when it is looked at, and is not to be written over. */
    @Test
    void aFreshNameIsBehindAllOthersWhateverTheyAre() throws IOException {
        Rotation rotation = new Rotation(1, null, 2, true, InstantSource.fixed(Instant.EPOCH), ZoneId.of("UTC"));
        Path gone = folder.resolve("nowhere");
        Files.createSymbolicLink(folder.resolve("app-out__1970-01-01_00-00-00.log"), gone);
        assertEquals(folder.resolve("app-out__1970-01-01_00-00-00-0001.log"), rotation.freshName(file()));
        Files.createSymbolicLink(folder.resolve("app-out__1970-01-01_00-00-00-0001.log.gz"), gone);
        assertEquals(folder.resolve("app-out__1970-01-01_00-00-00-0002.log"), rotation.freshName(file()));
    }

    @Test
    void whatCannotBeRotatedIsWrittenOn() throws IOException {
        Path log = Files.createDirectory(folder.resolve("at")).resolve("n".repeat(250));
        AppLog app = room.open("app", new LogConfig(log, log, null, false, true, null, false, 10, null, 10, false));
        for (int i = 0; i < 3; i++) {
            room.write(app, 0, Stream.STDOUT, "0123456789\n");
            LogRoom.get(room.on(app::reopen));
        }
        room.end(app);
        assertEquals("0123456789\n".repeat(3), LogRoom.read(log));
        assertTrue(room.await("warning").contains("cannot be rotated"));
        assertEquals(List.of(), room.events().stream().filter(event -> !event.startsWith("warning")).toList());
    }

    @Test
    void aLongLineIsNotCutByARotation() {
        AppLog log = open(100, false);
        String piece = "x".repeat(60_000);
        for (int i = 0; i < 5; i++) {
            room.piece(log, 0, piece, false);
            LogRoom.get(room.on(log::reopen));
        }
        room.piece(log, 0, "", true);
        room.write(log, 0, Stream.STDOUT, "next\n");
        room.end(log);
        String all = rotated().stream().map(LogRoom::read).reduce("", String::concat) + LogRoom.read(file());
        assertEquals(piece.repeat(5) + "\nnext\n", all);
    }

    @Test
    void aFileIsRotatedWhenItsTimeHasCome() {
        // A moment before midnight, until the file is there; then the wall clock goes on as the real one does.
        Instant start = LocalDateTime.parse("2026-01-31T23:59:59.950").atZone(ZoneId.systemDefault()).toInstant();
        AtomicReference<Instant> begun = new AtomicReference<>();
        InstantSource clock = () -> begun.get() == null ? start : start.plus(Duration.between(begun.get(), Instant.now()));
        try (LogRoom night = new LogRoom(clock, 0)) {
            AppLog log = night.open("app",
                    new LogConfig(file(), file(), null, false, true, null, false, 0, "day", 10, false));
            night.write(log, 0, Stream.STDOUT, "yesterday\n");
            night.until("it is written", () -> LogRoom.read(file()).equals("yesterday\n"));
            begun.set(Instant.now());
            night.until("it is rotated", () -> !rotated().isEmpty());
            night.write(log, 0, Stream.STDOUT, "today\n");
            night.end(log);
            assertEquals("yesterday\n", LogRoom.read(rotated().getFirst()));
            assertEquals("today\n", LogRoom.read(file()));
        }
    }

    @Test
    void periodsBeginWhenTheCalendarSaysSo() {
        ZoneId zone = ZoneId.of("Europe/Berlin");
        // A Saturday, the day before the clocks go forward.
        InstantSource clock = InstantSource.fixed(Instant.parse("2026-03-28T12:34:56Z"));
        assertEquals("2026-03-28T13:00:00Z", next("hour", clock, zone));
        assertEquals("2026-03-28T23:00:00Z", next("day", clock, zone));
        assertEquals("2026-03-29T22:00:00Z", next("week", clock, zone));
        assertEquals("2026-03-31T22:00:00Z", next("month", clock, zone));
        assertEquals(Long.MAX_VALUE, new Rotation(0, null, 1, false, clock, zone).nextMillis());
    }

    private static String next(String every, InstantSource clock, ZoneId zone) {
        return Instant.ofEpochMilli(new Rotation(0, every, 1, false, clock, zone).nextMillis()).toString();
    }

    @Test
    void rotatedFilesOfOneSecondHaveNamesInTheirOrder() throws IOException {
        Rotation rotation = new Rotation(1, null, 9, false, InstantSource.fixed(Instant.EPOCH), ZoneId.of("UTC"));
        for (int i = 0; i < 12; i++) {
            LogRoom.write(rotation.freshName(file()), i + "\n");
        }
        String all = rotated().stream().map(LogRoom::read).reduce("", String::concat);
        assertEquals("0\n1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n", all);
        assertEquals("app-out__1970-01-01_00-00-00.log", rotated().getFirst().getFileName().toString());
    }
}
