package millrace.gateway.range;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RangesTest {
    private static final Pattern SPEC = Pattern.compile(" *(\\d+) *- *(\\d*) *| *-(\\d+) *");

    private static String text(Ranges ranges) {
        StringBuilder text = new StringBuilder(ranges.verdict().name());
        for (int i = 0; ranges.verdict() == Ranges.Verdict.PARTS && i < ranges.count(); i++) {
            text.append(' ').append(ranges.start(i)).append('-').append(ranges.end(i));
        }
        return text.toString();
    }

    /** The same by the book: split at commas, big numbers, a list. */
    private static String oracle(String value, long size, int most) {
        List<long[]> parts = new ArrayList<>();
        long total = 0;
        for (String each : value.split(",", -1)) {
            Matcher m = SPEC.matcher(each);
            if (!m.matches()) {
                return "UNSATISFIABLE";
            }
            boolean suffix = m.group(3) != null;
            BigInteger first = new BigInteger(suffix ? m.group(3) : m.group(1));
            BigInteger last = suffix || m.group(2).isEmpty() ? null : new BigInteger(m.group(2));
            if (first.bitLength() > 63 || last != null && last.bitLength() > 63) {
                return "UNSATISFIABLE";
            }
            long start = suffix ? Math.max(0, size - first.longValue()) : first.longValue();
            long end = last == null || last.longValue() >= size ? size : last.longValue() + 1;
            if (start < end) {
                if (parts.size() == most) {
                    return "WHOLE";
                }
                parts.add(new long[] {start, end});
                total += end - start;
            } else if (start == 0) {
                return "WHOLE";
            }
        }
        if (parts.isEmpty()) {
            return "UNSATISFIABLE";
        }
        StringBuilder text = new StringBuilder(total > size ? "WHOLE" : "PARTS");
        for (long[] part : total > size ? List.<long[]>of() : parts) {
            text.append(' ').append(part[0]).append('-').append(part[1]);
        }
        return text.toString();
    }

    @Test
    void everyListOfPartsMeansWhatTheBookSays() {
        String[] pieces = {"0", "1", "5", "9", "10", "99", "9223372036854775807", "9223372036854775808", "-", "-", "-", ",", " ", "x"};
        Random random = new Random(7);
        for (int i = 0; i < 300_000; i++) {
            StringBuilder value = new StringBuilder();
            for (int n = 1 + random.nextInt(9); n > 0; n--) {
                value.append(pieces[random.nextInt(pieces.length)]);
            }
            long size = random.nextInt(12);
            int most = random.nextInt(4) + 1;
            assertEquals(oracle(value.toString(), size, most), text(Ranges.parse(value.toString(), size, most)),
                    "<" + value + "> of " + size + ", " + most + " at most");
        }
    }
}
