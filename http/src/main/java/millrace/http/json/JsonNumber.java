package millrace.http.json;

import java.math.BigDecimal;

/**
 * A number, as it was written: what it costs to understand it is paid by who asks, and no digit is lost before that.
 *
 * @param text in JSON's own form
 */
public record JsonNumber(String text) implements JsonValue, JsonEvent {
    public JsonNumber {
        if (!isNumber(text)) {
            throw new IllegalArgumentException("not a JSON number: " + text);
        }
    }

    public JsonNumber(long number) {
        this(Long.toString(number));
    }

    /**
     * The number as a whole one.
     *
     * @throws ArithmeticException when it has a fraction, or more than 64 bits
     */
    public long toLong() {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return exactly();
        }
    }

    /** Written with a fraction or an exponent: {@code 1e3} is whole as well. */
    private long exactly() {
        try {
            return toBigDecimal().longValueExact(); // Never writes out an exponent: it looks at the size first.
        } catch (NumberFormatException e) {
            throw (ArithmeticException) new ArithmeticException("an exponent beyond 32 bits").initCause(e);
        }
    }

    /** The nearest double: infinite when the number is beyond them. */
    public double toDouble() {
        return Double.parseDouble(text);
    }

    /**
     * The number itself. Its time grows with the square of its length, which the limits bound; what is done with it may
     * take longer: {@code toBigInteger} of {@code 1e1000000} writes a million digits.
     *
     * @throws NumberFormatException when its exponent has more than 32 bits
     */
    public BigDecimal toBigDecimal() {
        return new BigDecimal(text);
    }

    /** RFC 8259 section 6. */
    private static boolean isNumber(String s) {
        int p = s.startsWith("-") ? 1 : 0;
        int integer = digits(s, p);
        if (integer == p || integer - p > 1 && s.charAt(p) == '0') {
            return false;
        }
        p = integer;
        if (p < s.length() && s.charAt(p) == '.') {
            int fraction = digits(s, p + 1);
            if (fraction == p + 1) {
                return false;
            }
            p = fraction;
        }
        if (p < s.length() && (s.charAt(p) | 0x20) == 'e') {
            p++;
            p += p < s.length() && (s.charAt(p) == '+' || s.charAt(p) == '-') ? 1 : 0;
            int exponent = digits(s, p);
            return exponent > p && exponent == s.length();
        }
        return p == s.length();
    }

    private static int digits(String s, int from) {
        int p = from;
        while (p < s.length() && s.charAt(p) >= '0' && s.charAt(p) <= '9') {
            p++;
        }
        return p;
    }

    @Override
    public String toString() {
        return text;
    }
}
