package millrace.manager.watch;

/** When a process counts as hung: so many failed probes in a row. Pure logic: times are given. */
final class Health {
    private final int most;
    private final long graceEndMillis;
    private boolean wasWell;
    private int failures;

    /** @param graceEndMillis until then a process that has not been well yet may take its time */
    Health(int most, long graceEndMillis) {
        this.most = most;
        this.graceEndMillis = graceEndMillis;
    }

    void well() {
        wasWell = true;
        failures = 0;
    }

    /** Whether that is enough. */
    boolean failed(long nowMillis) {
        if (!wasWell && nowMillis < graceEndMillis) {
            return false;
        }
        failures++;
        return failures >= most;
    }

    /** In a row, up to now. */
    int failures() {
        return failures;
    }
}
