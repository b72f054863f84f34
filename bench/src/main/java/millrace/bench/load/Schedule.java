package millrace.bench.load;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** When requests are due: stages, one after the other. A pure function of the number of a request. Any thread. */
public final class Schedule {
    private static final double SECOND = 1e9;

    private final List<Stage> stages;

    private Schedule(List<Stage> stages) {
        if (stages.isEmpty()) {
            throw new IllegalArgumentException("a plan has a stage at least");
        }
        this.stages = List.copyOf(stages);
    }

    public static Schedule of(List<Stage> stages) {
        return new Schedule(stages);
    }

    /** @param rate requests a second */
    public static Schedule constant(double rate, long nanos) {
        return new Schedule(List.of(new Stage(rate, rate, nanos)));
    }

    public List<Stage> stages() {
        return stages;
    }

    public long nanos() {
        return stages.stream().mapToLong(Stage::nanos).sum();
    }

    /** How many requests are due by its end: the first is due at once, so one that is due at the end is not counted. */
    public long requests() {
        return (long) Math.ceil(stages.stream().mapToDouble(Stage::requests).sum() - 1e-6);
    }

    /** How many are due before a moment. */
    public long requestsBefore(long nanos) {
        double due = 0;
        long left = nanos;
        for (Stage stage : stages) {
            if (left <= 0) {
                break;
            }
            double part = Math.min(1, left / (double) stage.nanos());
            double rate = stage.fromRate() + (stage.toRate() - stage.fromRate()) * part;
            due += (stage.fromRate() + rate) / 2 * (stage.nanos() * part / SECOND);
            left -= stage.nanos();
        }
        return (long) Math.ceil(due - 1e-6);
    }

    /** The requests of this plan that one of several loops sends: each {@code step}th, from {@code first} on. */
    Arrivals arrivals(long first, long step) {
        return new Arrivals(this, first, step);
    }

    @Override
    public String toString() {
        return describe("requests");
    }

    /** @param what is due, in the plural */
    String describe(String what) {
        return stages.stream().map(stage -> describe(stage, what)).collect(Collectors.joining(", "));
    }

    private static String describe(Stage stage, String what) {
        String rates = stage.fromRate() == stage.toRate()
                ? number(stage.fromRate())
                : "from " + number(stage.fromRate()) + " to " + number(stage.toRate());
        return rates + " " + what + " a second for " + number(stage.nanos() / SECOND) + " s";
    }

    private static String number(double value) {
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, "%,.3f", value);
    }
}
