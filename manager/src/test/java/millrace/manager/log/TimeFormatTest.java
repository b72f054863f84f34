package millrace.manager.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimeFormatTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static String at(String form, String instant) {
        return TimeFormat.of(form, BERLIN).text(Instant.parse(instant).toEpochMilli());
    }

    @Test
    void everyTokenOfDayjs() {
        String night = "2026-03-01T23:05:09.007Z";
        assertEquals("2026 26 3 03 Mar March", at("YYYY YY M MM MMM MMMM", night));
        assertEquals("2 02 1 Mo Mon Monday", at("D DD d dd ddd dddd", night));
        assertEquals("0 00 12 12 AM am", at("H HH h hh A a", night));
        assertEquals("5 05 9 09 007", at("m mm s ss SSS", night));
        assertEquals("+01:00 +0100", at("Z ZZ", night));
        assertEquals("1 01 PM", at("h hh A", "2026-03-01T12:00:00Z"));
        assertEquals("12 PM", at("h A", "2026-03-01T11:00:00Z"));
    }

    @Test
    void whatIsNoTokenStandsForItselfAndWhatIsInBracketsToo() {
        assertEquals("2026-03-02T00:05 o'clock, DD ü", at("YYYY-MM-DDTHH:mm o'clock, [DD] ü", "2026-03-01T23:05:09Z"));
        assertEquals("", at("", "2026-03-01T23:05:09Z"));
    }

    @Test
    void offsetsChangeWithTheClocks() {
        TimeFormat form = TimeFormat.of("HH:mm:ss.SSS Z", BERLIN);
        assertEquals("01:59:59.999 +01:00", form.text(Instant.parse("2026-03-29T00:59:59.999Z").toEpochMilli()));
        assertEquals("03:00:00.000 +02:00", form.text(Instant.parse("2026-03-29T01:00:00Z").toEpochMilli()));
        assertEquals("-03:30", TimeFormat.of("Z", ZoneId.of("-03:30")).text(0));
    }

    @Test
    void millisecondsAreRightWhereverTheyStandAndWhateverCameBefore() {
        TimeFormat form = TimeFormat.of("SSS ü YYYY-MM-DD HH:mm:ss SSS", ZoneId.of("UTC"));
        DateTimeFormatter expected = DateTimeFormatter.ofPattern("SSS 'ü' yyyy-MM-dd HH:mm:ss SSS").withZone(ZoneId.of("UTC"));
        Random random = new Random(1);
        long now = -5_000;
        for (int i = 0; i < 20_000; i++) {
            now += random.nextInt(i % 100 == 0 ? 100_000_000 : 300);
            assertEquals(expected.format(Instant.ofEpochMilli(now)), new String(form.at(now), UTF_8));
        }
    }
}
