package millrace.manager.app;

/** Makes a rate of a counter that is read now and then. Pure logic: times are given. */
final class RequestRate {
    /** Two looks that are closer to each other than this tell little. */
    static final long SHORTEST_MILLIS = 900;

    private long lastCount = -1;
    private long lastMillis;
    private double perSecond;

    /** A counter that has gone back is another process's, and begins anew. */
    double perSecond(long count, long nowMillis) {
        long passedMillis = nowMillis - lastMillis;
        if (lastCount < 0 || count < lastCount) {
            perSecond = 0;
        } else if (passedMillis < SHORTEST_MILLIS) {
            return perSecond;
        } else {
            perSecond = (count - lastCount) * 1000.0 / passedMillis;
        }
        lastCount = count;
        lastMillis = nowMillis;
        return perSecond;
    }
}
