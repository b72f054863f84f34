package millrace.gateway.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ErrorLogTest {
    @TempDir
    Path folder;

    private LogFile grave;
    private LogFile all;

    @BeforeEach
    void open() throws IOException {
        grave = new LogFile(folder.resolve("grave.log"));
        all = new LogFile(folder.resolve("all.log"));
        grave.open();
        all.open();
    }

    private ErrorLog log(Level first, Level second) {
        return new ErrorLog(List.of(new ErrorLog.Entry(grave, first), new ErrorLog.Entry(all, second)));
    }

    @Test
    void lineGoesToThoseWhoWantItsLevel() throws IOException {
        ErrorLog log = log(Level.ERROR, Level.INFO);
        assertTrue(log.logs(Level.INFO));
        assertFalse(log.logs(Level.DEBUG));
        log.log(Level.NOTICE, "for one");
        log.log(Level.ERROR, 7, "for both");
        log.log(Level.DEBUG, "for nobody");
        long pid = ProcessHandle.current().pid();
        String form = "\\d{4}/\\d\\d/\\d\\d \\d\\d:\\d\\d:\\d\\d \\[%s\\] " + pid + "#\\d+: %s\n";
        assertTrue(read(grave).matches(form.formatted("error", "\\*7 for both")), read(grave));
        assertTrue(read(all).matches(
                form.formatted("notice", "for one") + form.formatted("error", "\\*7 for both")), read(all));
    }

    @Test
    void clientsTextCannotBeginALineAndKeepsItsOctets() throws IOException {
        log(Level.EMERG, Level.INFO).log(Level.INFO, "request: \"GET /a\n2026\r\u00e9\"");
        byte[] line = Files.readAllBytes(folder.resolve("all.log"));
        String text = new String(line, StandardCharsets.ISO_8859_1);
        assertEquals(text.length() - 1, text.indexOf('\n'));
        assertTrue(text.endsWith("GET /a\\x0a2026\\x0d\u00e9\"\n"), text);
        assertEquals((byte) 0xe9, line[line.length - 3]);
    }

    @Test
    void veryLongTextIsCut() throws IOException {
        log(Level.EMERG, Level.INFO).log(Level.INFO, "x".repeat(1_000_000));
        assertTrue(read(all).length() < 5000);
    }

    @Test
    void levelsHaveNginxsNames() {
        assertEquals(Level.CRIT, Level.named("crit"));
        assertEquals(Level.DEBUG, Level.named("debug_http"));
        assertNull(Level.named("warning"));
    }

    @Test
    void timesAreLocal() {
        LogTime time = LogTime.of(Instant.parse("2026-01-05T23:04:09Z").getEpochSecond(),
                ZoneId.of("Asia/Kolkata").getRules());
        assertEquals("2026/01/06 04:34:09", text(time.error()));
        assertEquals("06/Jan/2026:04:34:09 +0530", text(time.local()));
        assertEquals("2026-01-06T04:34:09+05:30", text(time.iso()));
        assertEquals("Jan  6 04:34:09", text(time.syslog()));
        LogTime west = LogTime.of(Instant.parse("2026-11-22T18:00:00Z").getEpochSecond(),
                ZoneId.of("America/New_York").getRules());
        assertEquals("22/Nov/2026:13:00:00 -0500", text(west.local()));
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.US_ASCII);
    }

    private static String read(LogFile file) throws IOException {
        return Files.readString(Path.of(file.name()));
    }
}
