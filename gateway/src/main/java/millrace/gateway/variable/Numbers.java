package millrace.gateway.variable;

import millrace.http.codec.Output;

/** Numbers as variables show them. */
public final class Numbers {
    private static final byte[] POINT = {'.'};
    private static final byte[] ZERO = {'0'};

    private Numbers() {}

    /** Milliseconds from 0 on as seconds with three decimals. */
    public static void millis(long millis, Output to) {
        to.number(millis / 1000).put(POINT);
        padded(millis % 1000, to);
    }

    /** At least three digits. */
    static void padded(long number, Output to) {
        for (long limit = 100; limit > 1 && number < limit; limit /= 10) {
            to.put(ZERO);
        }
        to.number(number);
    }
}
