package millrace.gateway.variable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Statement;

/** The parts of {@code split_clients}: shares of all hashes, in hundredths of a percent. Immutable. */
final class Shares {
    private static final int WHOLE = 10_000;

    /** Part i has hashes below bounds[i]. */
    private final long[] bounds;
    private final byte[][] values;

    private Shares(long[] bounds, byte[][] values) {
        this.bounds = bounds;
        this.values = values;
    }

    static Shares of(List<Statement> lines) throws ConfigException {
        List<Long> bounds = new ArrayList<>();
        List<byte[]> values = new ArrayList<>();
        int sum = 0;
        long bound = 0;
        for (Statement each : lines) {
            if (each.args().size() != 1 || each.block() != null) {
                throw each.error("invalid number of arguments in \"split_clients\" block", "a share and a value");
            }
            int share = each.name().equals("*") ? WHOLE - sum : hundredths(each);
            sum += share;
            if (sum > WHOLE) {
                throw each.error("percent total is greater than 100%");
            }
            bound += share * 0xffffffffL / WHOLE;
            bounds.add(sum == WHOLE ? Long.MAX_VALUE : bound);
            values.add(each.arg(0).getBytes(StandardCharsets.ISO_8859_1));
        }
        return new Shares(bounds.stream().mapToLong(Long::longValue).toArray(), values.toArray(byte[][]::new));
    }

    /** A percentage with at most two decimals. */
    private static int hundredths(Statement s) throws ConfigException {
        String text = s.name();
        if (text.matches("[0-9]{1,3}(\\.[0-9]{0,2})?%")) {
            int dot = text.indexOf('.');
            String whole = text.substring(0, dot < 0 ? text.length() - 1 : dot);
            String part = (dot < 0 ? "" : text.substring(dot + 1, text.length() - 1)) + "00";
            int share = Integer.parseInt(whole) * 100 + Integer.parseInt(part.substring(0, 2));
            if (share > 0) {
                return share;
            }
        }
        throw s.error("invalid percent value \"" + text + "\"", "as 0.5% or 20%, or * for the rest");
    }

    /** Null if a hash is in no part. */
    byte[] of(long hash) {
        for (int i = 0; i < bounds.length; i++) {
            if (hash < bounds[i]) {
                return values[i];
            }
        }
        return null;
    }
}
