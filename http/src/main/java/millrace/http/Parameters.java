package millrace.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The parameters in a query, as forms and {@code URLSearchParams} write them: {@code name=value} between ampersands, a
 * plus for a space, all else percent-encoded UTF-8 (RFC 3986 section 2.1). Strict: what is encoded wrongly is refused,
 * and so is one parameter that comes twice where one value is expected, because servers differ in which of the two they
 * take.
 */
public final class Parameters {
    private final Map<String, List<String>> values = new LinkedHashMap<>();

    private Parameters() {}

    /**
     * Reads a query.
     *
     * @param query as sent, an octet for each character; null for none
     * @throws HttpException 400 when something in it is not encoded as it must be
     */
    public static Parameters of(String query) throws HttpException {
        Parameters parameters = new Parameters();
        int from = 0;
        while (query != null && from < query.length()) {
            int end = query.indexOf('&', from);
            end = end < 0 ? query.length() : end;
            if (end > from) {
                parameters.add(query, from, end);
            }
            from = end + 1;
        }
        return parameters;
    }

    private void add(String query, int from, int end) throws HttpException {
        int equals = query.indexOf('=', from);
        int nameEnd = equals < 0 || equals > end ? end : equals;
        String name = decode(query, from, nameEnd);
        String value = decode(query, Math.min(nameEnd + 1, end), end);
        values.computeIfAbsent(name, _ -> new ArrayList<>(1)).add(value);
    }

    private static String decode(String query, int from, int end) throws HttpException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(end - from);
        for (int p = from; p < end; p++) {
            char c = query.charAt(p);
            if (c == '%') {
                bytes.write(octet(query, p, end));
                p += 2;
            } else {
                bytes.write(c == '+' ? ' ' : c);
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray())).toString();
        } catch (CharacterCodingException e) {
            throw refused("the query is not UTF-8 in: " + query.substring(from, end), e);
        }
    }

    private static int octet(String query, int percent, int end) throws HttpException {
        if (percent + 2 >= end
                || !HexFormat.isHexDigit(query.charAt(percent + 1))
                || !HexFormat.isHexDigit(query.charAt(percent + 2))) {
            throw refused("two hexadecimal digits must follow each % in the query", null);
        }
        return HexFormat.fromHexDigits(query, percent + 1, percent + 3);
    }

    private static HttpException refused(String why, Throwable cause) {
        HttpException e = new HttpException(400, why);
        e.initCause(cause);
        return e;
    }

    /** The names, in the order of the query. */
    public Set<String> names() {
        return Collections.unmodifiableSet(values.keySet());
    }

    /** All values of a parameter, in order; none when it is missing. */
    public List<String> all(String name) {
        return List.copyOf(values.getOrDefault(name, List.of()));
    }

    /**
     * The value of a parameter, empty when there is only its name; null when it is missing.
     *
     * @throws HttpException 400 when it comes more than once
     */
    public String get(String name) throws HttpException {
        List<String> all = values.get(name);
        if (all == null) {
            return null;
        }
        if (all.size() > 1) {
            throw new HttpException(400, "the parameter " + name + " comes " + all.size() + " times");
        }
        return all.getFirst();
    }

    /**
     * A whole number in a range, both ends included; the given one when the parameter is missing. Written with digits
     * alone, and a minus: each number has one form.
     *
     * @throws HttpException 400 when it is something else
     */
    public long integer(String name, long least, long most, long whenMissing) throws HttpException {
        String text = get(name);
        if (text == null) {
            return whenMissing;
        }
        Long value = parse(text);
        if (value == null || value < least || value > most) {
            throw new HttpException(
                    400, "the parameter " + name + " must be a whole number from " + least + " to " + most);
        }
        return value;
    }

    /** Null when it is no number of 64 bits in its one form: no plus, no zeros in front, no digits of other scripts. */
    private static Long parse(String text) {
        try {
            long value = Long.parseLong(text);
            return Long.toString(value).equals(text) ? value : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
