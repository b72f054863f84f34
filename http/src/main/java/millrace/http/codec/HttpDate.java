package millrace.http.codec;

/** The time as HTTP writes it: {@code Sun, 06 Nov 1994 08:49:37 GMT}. Source: RFC 9110 section 5.6.7. */
public final class HttpDate {
    /** Bytes of a date. */
    public static final int LENGTH = 29;

    private static final String DAYS = "ThuFriSatSunMonTueWed";
    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
    private static final int SECONDS_A_DAY = 86_400;

    private HttpDate() {}

    /**
     * Writes a time.
     *
     * @param epochSeconds from 1970 to 9999
     */
    public static void write(long epochSeconds, byte[] target, int offset) {
        int day = (int) (epochSeconds / SECONDS_A_DAY);
        int second = (int) (epochSeconds % SECONDS_A_DAY);
        text(DAYS, day % 7, target, offset);
        target[offset + 3] = ',';
        target[offset + 4] = ' ';
        date(day, target, offset + 5);
        target[offset + 16] = ' ';
        two(second / 3600, target, offset + 17);
        target[offset + 19] = ':';
        two(second / 60 % 60, target, offset + 20);
        target[offset + 22] = ':';
        two(second % 60, target, offset + 23);
        target[offset + 25] = ' ';
        text("GMT", 0, target, offset + 26);
    }

    /**
     * Day, month and year. Counting years from March puts the leap day at the end, where it disturbs no month; 719468
     * is the number of days from that calendar's beginning to 1970.
     */
    private static void date(int day, byte[] target, int offset) {
        int days = day + 719_468;
        int era = days / 146_097;
        int dayOfEra = days % 146_097;
        int yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int monthFromMarch = (5 * dayOfYear + 2) / 153;
        int dayOfMonth = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1;
        int month = (monthFromMarch + 2) % 12;
        int year = era * 400 + yearOfEra + (month < 2 ? 1 : 0);
        two(dayOfMonth, target, offset);
        target[offset + 2] = ' ';
        text(MONTHS, month, target, offset + 3);
        target[offset + 6] = ' ';
        two(year / 100, target, offset + 7);
        two(year % 100, target, offset + 9);
    }

    private static void text(String words, int index, byte[] target, int offset) {
        for (int i = 0; i < 3; i++) {
            target[offset + i] = (byte) words.charAt(index * 3 + i);
        }
    }

    private static void two(int number, byte[] target, int offset) {
        target[offset] = (byte) ('0' + number / 10);
        target[offset + 1] = (byte) ('0' + number % 10);
    }
}
