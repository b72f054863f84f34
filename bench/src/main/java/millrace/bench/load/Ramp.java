package millrace.bench.load;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** How many virtual users there are at a time: stages, one after the other. Immutable; any thread. */
public final class Ramp {
    private static final double SECOND = 1e9;

    /**
     * A part of it, in which their number goes evenly from one to another.
     *
     * @param nanos how long it lasts; 0 is a step
     */
    public record Stage(int from, int to, long nanos) {
        public Stage {
            if (from < 0 || to < 0 || nanos < 0) {
                throw new IllegalArgumentException("a stage has users and a time, from 0 on");
            }
        }
    }

    private final List<Stage> stages;

    private Ramp(List<Stage> stages) {
        if (stages.isEmpty()) {
            throw new IllegalArgumentException("there is a stage at least");
        }
        this.stages = List.copyOf(stages);
    }

    public static Ramp of(List<Stage> stages) {
        return new Ramp(stages);
    }

    /** As many all the time. */
    public static Ramp constant(int users, long nanos) {
        return new Ramp(List.of(new Stage(users, users, nanos)));
    }

    /** How many there are so long after the beginning; behind the last stage as many as at its end. */
    public int at(long nanos) {
        long left = nanos;
        for (Stage stage : stages) {
            if (left < stage.nanos) {
                return stage.from + (int) Math.round((stage.to - stage.from) * (left / (double) stage.nanos));
            }
            left -= stage.nanos;
        }
        return stages.getLast().to;
    }

    /** How many there are at most. */
    public int most() {
        return stages.stream().mapToInt(stage -> Math.max(stage.from, stage.to)).max().orElseThrow();
    }

    public long nanos() {
        return stages.stream().mapToLong(Stage::nanos).sum();
    }

    /** Whether their number changes. */
    boolean isMoving() {
        return stages.size() > 1 || stages.getFirst().from != stages.getFirst().to;
    }

    /** How many there are on average until a time. */
    double mean(long nanos) {
        double sum = 0;
        long left = nanos;
        for (Stage stage : stages) {
            long part = Math.min(left, stage.nanos);
            if (part > 0) {
                double last = stage.from + (stage.to - stage.from) * (part / (double) stage.nanos);
                sum += (stage.from + last) / 2 * part;
            }
            left -= part;
        }
        return nanos <= 0 ? stages.getFirst().from : (sum + (double) stages.getLast().to * left) / nanos;
    }

    @Override
    public String toString() {
        if (!isMoving()) {
            int users = stages.getFirst().from;
            return users + (users == 1 ? " virtual user" : " virtual users");
        }
        return stages.getFirst().from + " virtual users, " + stages.stream()
                .map(stage -> String.format(Locale.ROOT, "to %d in %s s", stage.to, seconds(stage.nanos)))
                .collect(Collectors.joining(", "));
    }

    private static String seconds(long nanos) {
        double seconds = nanos / SECOND;
        return seconds == Math.rint(seconds)
                ? Long.toString((long) seconds)
                : String.format(Locale.ROOT, "%.3f", seconds);
    }
}
