package millrace.bench.capacity;

import java.util.Comparator;
import java.util.List;
import millrace.bench.report.Figures;

/**
 * What a search has found.
 *
 * @param rate the highest rate at which the promise was kept, again and again; 0 when at none
 * @param trials all that was tried, in order
 */
public record Capacity(Promise promise, double rate, End end, List<Trial> trials) {
    /** Why it went no further. */
    public enum End {
        /** A little more is too much for the server. */
        FOUND,
        /** A little more is too much for the load tester. */
        GENERATOR,
        /** As high as was asked for. */
        HIGHEST,
        /** Kept at no rate. */
        NEVER,
        INTERRUPTED
    }

    /** By rate, and at one rate in the order of time. */
    public List<Trial> byRate() {
        return trials.stream().sorted(Comparator.comparingDouble(Trial::rate)).toList();
    }

    /** A sentence or two. */
    public String verdict() {
        String kept = Figures.number(rate) + " requests a second";
        return switch (end) {
            case FOUND -> "The server keeps " + promise + " up to " + kept + ".";
            case GENERATOR -> (rate > 0 ? "The server keeps " + promise + " at " + kept + " at least: " : "Nothing is known: ")
                    + "beyond that the load tester itself is what limits. Give it more loops (-w) or connections (-c), "
                    + "or a machine of its own.";
            case HIGHEST -> "The server keeps " + promise + " at " + kept + ", the highest rate that was to be tried (--to).";
            case NEVER -> "The server does not keep " + promise + " at any rate that was tried"
                    + trials.stream().min(Comparator.comparingDouble(Trial::rate))
                            .map(least -> ", down to " + Figures.number(least.rate()) + " requests a second").orElse("") + ".";
            case INTERRUPTED -> rate > 0
                    ? "Interrupted. So far the promise (" + promise + ") was kept once at " + kept + "."
                    : "Interrupted before the promise was kept at any rate.";
        };
    }
}
