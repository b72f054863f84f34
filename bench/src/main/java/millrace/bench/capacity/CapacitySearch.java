package millrace.bench.capacity;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import millrace.bench.capacity.Capacity.End;

/**
 * The search: the rate doubles until the promise is broken (or halves until it is kept); then the gap is halved until it
 * is small; then what was found has to be kept again, several times, and gives way when it is not. Servers are not the
 * same twice, so a rate that was kept once is no answer. Pure logic; one thread.
 */
public final class CapacitySearch {
    private static final double STEP_BACK = 0.9;
    private static final int MOST_STEPS_BACK = 10;
    private static final double LEAST_RATE = 1;

    private final Promise promise;
    private final double from;
    private final double to;
    private final double precision;
    private final int confirmations;
    private final Probe probe;
    private final Consumer<Trial> told;
    private final List<Trial> trials = new ArrayList<>();

    private double low;
    private double high = Double.POSITIVE_INFINITY;
    private boolean limited;

    /**
     * @param from requests a second, tried first
     * @param to the highest that is tried
     * @param precision the gap that is small enough, as a share: 0.05
     * @param confirmations how often what was found has to be kept again
     * @param told each trial, when it is over
     */
    public CapacitySearch(Promise promise, double from, double to, double precision, int confirmations, Probe probe,
            Consumer<Trial> told) {
        if (!(from >= LEAST_RATE) || !(to >= from) || !(precision > 0) || confirmations < 0) {
            throw new IllegalArgumentException("a search goes from a rate of 1 at least up to one that is no lower");
        }
        this.promise = promise;
        this.from = from;
        this.to = to;
        this.precision = precision;
        this.confirmations = confirmations;
        this.probe = probe;
        this.told = told;
    }

    public Capacity run() {
        if (!bracket() || !narrow()) {
            return ended(End.INTERRUPTED);
        }
        for (int back = 0; low > 0; back++) {
            Boolean kept = confirmed();
            if (kept == null) {
                return ended(End.INTERRUPTED);
            }
            if (kept) {
                return ended(low >= to ? End.HIGHEST : limited ? End.GENERATOR : End.FOUND);
            }
            high = low;
            low = back < MOST_STEPS_BACK && low * STEP_BACK >= LEAST_RATE ? round(low * STEP_BACK) : 0;
        }
        return ended(limited ? End.GENERATOR : End.NEVER);
    }

    /** Finds a rate that is kept, and one that is not; {@code false} when it was interrupted. */
    private boolean bracket() {
        double rate = from;
        while (low == 0 || high == Double.POSITIVE_INFINITY) {
            Trial trial = attempt(rate);
            if (trial == null) {
                return false;
            }
            if (low >= to || high <= LEAST_RATE) {
                return true;
            }
            rate = trial.isKept() ? Math.min(to, round(rate * 2)) : Math.max(LEAST_RATE, round(rate / 2));
        }
        return true;
    }

    private boolean narrow() {
        while (low > 0 && high < Double.POSITIVE_INFINITY && high / low > 1 + precision) {
            double middle = round(Math.sqrt(low * high));
            if (middle <= low || middle >= high) {
                return true;
            }
            if (attempt(middle) == null) {
                return false;
            }
        }
        return true;
    }

    /** {@code null} when it was interrupted. */
    private Boolean confirmed() {
        double rate = low;
        for (int i = 0; i < confirmations; i++) {
            Trial trial = attempt(rate);
            if (trial == null) {
                return null;
            }
            if (!trial.isKept()) {
                return false;
            }
        }
        return true;
    }

    private Trial attempt(double rate) {
        Trial trial = probe.at(rate);
        if (trial == null) {
            return null;
        }
        trials.add(trial);
        told.accept(trial);
        if (trial.isKept()) {
            low = Math.max(low, rate);
        } else if (rate < high) {
            high = rate;
            limited = trial.verdict() == Trial.Verdict.LIMITED;
        }
        return trial;
    }

    private Capacity ended(End end) {
        double kept = end == End.INTERRUPTED ? highestKept() : low;
        return new Capacity(promise, kept, end, List.copyOf(trials));
    }

    /** Below all that were not kept. */
    private double highestKept() {
        return trials.stream()
                .filter(trial -> trial.isKept() && trial.rate() < high)
                .mapToDouble(Trial::rate)
                .max()
                .orElse(0);
    }

    /** To three digits: nobody asks for 1,414.2 requests a second. */
    static double round(double rate) {
        double unit = Math.pow(10, Math.floor(Math.log10(rate)) - 2);
        return rate < 100 ? Math.max(LEAST_RATE, Math.rint(rate)) : Math.rint(rate / unit) * unit;
    }
}
