package millrace.gateway.charset;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Statement;
import millrace.gateway.exchange.BodyFilter;
import millrace.http.codec.Output;

/** Writes a body in another charset, by a table of the configuration. */
final class Recoding extends BodyFilter {
    private static final byte[] UNKNOWN = {'?'};

    /** What each octet, or each character of UTF-8, becomes. Immutable once it is filled. */
    static final class Table {
        private final byte[][] octets = new byte[256][];
        private final Map<Integer, byte[]> characters;

        private Table(boolean fromUtf8) {
            characters = fromUtf8 ? new HashMap<>() : null;
            for (int i = 0; i < 256; i++) {
                octets[i] = i < 128 ? new byte[] {(byte) i} : UNKNOWN;
            }
        }

        private void put(byte[] from, byte[] to) {
            if (from.length == 1) {
                octets[from[0] & 0xff] = to;
            } else {
                characters.put(new String(from, StandardCharsets.UTF_8).codePointAt(0), to);
            }
        }
    }

    private final Table table;
    private final Output out = new Output(1024);
    private final byte[] partial = new byte[4];
    private int held;

    Recoding(Table table) {
        this.table = table;
    }

    /** Reads the lines of a {@code charset_map}, for both ways. */
    static void read(Statement map, CharsetSettings to) throws ConfigException {
        boolean utf8 = map.arg(1).equalsIgnoreCase("utf-8");
        Table there = new Table(false);
        Table back = new Table(utf8);
        for (Statement line : map.block()) {
            if (line.args().size() != 1) {
                throw line.error("invalid parameters number");
            }
            byte[] first = hex(line, line.name(), 1);
            byte[] second = hex(line, line.arg(0), utf8 ? 4 : 1);
            there.put(first, second);
            back.put(second, first);
        }
        to.table(map.arg(0), map.arg(1), there);
        to.table(map.arg(1), map.arg(0), back);
    }

    private static byte[] hex(Statement line, String digits, int most) throws ConfigException {
        int length = (digits.length() + 1) / 2;
        if (length == 0 || length > most || !digits.chars().allMatch(c -> Character.digit(c, 16) >= 0)) {
            throw line.error("invalid value \"" + digits + "\"", "octets as hexadecimal digits");
        }
        byte[] octets = new byte[length];
        String even = digits.length() % 2 == 0 ? digits : "0" + digits;
        for (int i = 0; i < length; i++) {
            octets[i] = (byte) Integer.parseInt(even.substring(2 * i, 2 * i + 2), 16);
        }
        return octets;
    }

    @Override
    public boolean write(byte[] bytes, int offset, int length) {
        out.clear();
        for (int i = offset; i < offset + length; i++) {
            if (table.characters == null || held == 0 && bytes[i] >= 0) {
                out.put(table.octets[bytes[i] & 0xff]);
            } else {
                character(bytes[i]);
            }
        }
        return next.write(out.bytes(), 0, out.length());
    }

    /** One octet of a character that has several. */
    private void character(byte octet) {
        boolean follows = (octet & 0xc0) == 0x80;
        if (held > 0 && !follows) {
            out.put(UNKNOWN);
            held = 0;
            if (octet >= 0) {
                out.put(table.octets[octet]);
                return;
            }
        }
        partial[held++] = octet;
        int lead = partial[0] & 0xff;
        int size = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
        if (held == size) {
            held = 0;
            whole(size);
        }
    }

    /** What has no octet in the other charset is written as HTML has it. */
    private void whole(int size) {
        if (size == 1) {
            out.put(UNKNOWN);
            return;
        }
        int character = new String(Arrays.copyOf(partial, size), StandardCharsets.UTF_8).codePointAt(0);
        byte[] known = table.characters.get(character);
        if (known != null) {
            out.put(known);
        } else {
            out.utf8("&#" + character + ";");
        }
    }

    @Override
    public void end() {
        if (held > 0) {
            next.write(UNKNOWN, 0, 1);
        }
        next.end();
    }
}
