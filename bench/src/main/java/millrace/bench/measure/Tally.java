package millrace.bench.measure;

/** How often something held, and how often it did not. Only one thread writes. */
public final class Tally {
    private long passed;
    private long failed;

    Tally() {}

    public void count(boolean held) {
        if (held) {
            passed++;
        } else {
            failed++;
        }
    }

    void add(Tally other) {
        passed += other.passed;
        failed += other.failed;
    }

    public long passed() {
        return passed;
    }

    public long failed() {
        return failed;
    }

    /** As it is now, and stays. */
    Tally copy() {
        Tally copy = new Tally();
        copy.add(this);
        return copy;
    }

    @Override
    public String toString() {
        return passed + " held, " + failed + " did not";
    }
}
