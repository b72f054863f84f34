package millrace.bench.threshold;

import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import millrace.bench.client.ErrorKind;
import millrace.bench.load.Outcome;
import millrace.bench.measure.Distribution;
import millrace.bench.measure.Tally;
import millrace.bench.measure.Totals;

/** A figure of a run, or of one request of it, that a threshold is about. Immutable. */
sealed interface Metric {
    /** How its values are written. */
    enum Unit {
        TIME,
        SHARE,
        NUMBER
    }

    Unit unit();

    /** @return nanoseconds (infinite: too many were not answered at all), a share from 0 to 1, or a number; empty when there is nothing it could be told from */
    OptionalDouble of(Outcome outcome, Totals totals, String request);

    /** @return {@code null} when there is none of this name */
    static Metric of(String name) {
        String word = name.toLowerCase(Locale.ROOT);
        if (word.matches("p\\d{1,2}(\\.\\d{1,6})?|p100")) {
            return new Percentile(Double.parseDouble(word.substring(1)));
        }
        for (Simple simple : Simple.values()) {
            if (simple.name().equalsIgnoreCase(word)) {
                return simple;
            }
        }
        return null;
    }

    /** Requests that have no time since no answer came, or since they could not even be sent: slower than all others. */
    private static long without(Totals totals) {
        return totals.errors(ErrorKind.RESET) + totals.errors(ErrorKind.TIMEOUT) + totals.errors(ErrorKind.MALFORMED)
                + totals.unanswered() + totals.missed();
    }

    /** So many per cent of the requests were answered within this time. */
    record Percentile(double percentile) implements Metric {
        @Override
        public Unit unit() {
            return Unit.TIME;
        }

        @Override
        public OptionalDouble of(Outcome outcome, Totals totals, String request) {
            Distribution times = totals.latency();
            double share = percentile * (times.count() + without(totals)) / Math.max(1, times.count());
            return time(times, share > 100 ? Double.POSITIVE_INFINITY : times.atPercentile(share));
        }
    }

    private static OptionalDouble time(Distribution times, double nanos) {
        return times.count() == 0 ? OptionalDouble.empty() : OptionalDouble.of(nanos);
    }

    private static OptionalDouble share(double part, double whole) {
        return whole <= 0 ? OptionalDouble.empty() : OptionalDouble.of(part / whole);
    }

    /** Those without a number in their name. */
    enum Simple implements Metric {
        MIN(Unit.TIME),
        AVG(Unit.TIME),
        MAX(Unit.TIME),
        /** Failures, and requests unanswered at the end, of all that was asked; attempts to connect that failed are among both. */
        ERRORS(Unit.SHARE),
        /** Checks that held, of all that were made. */
        CHECKS(Unit.SHARE),
        /** Requests that were due by the plan and not sent, of all that were due. */
        MISSED(Unit.SHARE),
        /** Answers a second. */
        RPS(Unit.NUMBER),
        /** Answers. */
        REQUESTS(Unit.NUMBER);

        private final Unit unit;

        Simple(Unit unit) {
            this.unit = unit;
        }

        @Override
        public Unit unit() {
            return unit;
        }

        @Override
        public OptionalDouble of(Outcome outcome, Totals totals, String request) {
            Distribution times = totals.latency();
            long asked = totals.sent() - totals.discarded();
            return switch (this) {
                case MIN -> time(times, times.minNanos());
                case AVG -> time(times, times.meanNanos());
                case MAX -> time(times, without(totals) > 0 ? Double.POSITIVE_INFINITY : times.maxNanos());
                case ERRORS -> share(totals.allErrors() + totals.unanswered(), asked
                        + totals.errors(ErrorKind.CONNECT) + totals.errors(ErrorKind.UNASKED));
                case CHECKS -> checks(outcome.totals(), request);
                case MISSED -> share(totals.missed(), asked + totals.missed());
                case RPS -> share(totals.answered() * 1e9, outcome.nanos());
                case REQUESTS -> OptionalDouble.of(totals.answered());
            };
        }

        private static OptionalDouble checks(Totals all, String request) {
            long passed = 0;
            long failed = 0;
            for (Map.Entry<String, Tally> entry : all.tallies().entrySet()) {
                boolean ofRequest = request == null
                        ? entry.getKey().contains(": ")
                        : entry.getKey().startsWith(request + ": ");
                Tally tally = entry.getValue();
                passed += ofRequest ? tally.passed() : 0;
                failed += ofRequest ? tally.failed() : 0;
            }
            return share(passed, passed + failed);
        }
    }
}
