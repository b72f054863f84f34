package millrace.bench.load;

/** Goes through the requests of a {@link Schedule} in order. Allocates nothing on the way. One thread. */
final class Arrivals {
    /** There is no further request. */
    static final long NONE = Long.MAX_VALUE;

    private final Stage[] stages;
    private final long total;
    private final long step;
    private long number;
    private int stage;
    private double dueBefore;
    private long startNanos;
    private long dueNanos;

    Arrivals(Schedule schedule, long first, long step) {
        this.stages = schedule.stages().toArray(Stage[]::new);
        this.total = schedule.requests();
        this.step = step;
        this.number = first;
        find();
    }

    /** When the present one is due, in nanoseconds from the plan's beginning, or {@link #NONE}. */
    long dueNanos() {
        return dueNanos;
    }

    void advance() {
        number += step;
        find();
    }

    private void find() {
        if (number >= total) {
            dueNanos = NONE;
            return;
        }
        while (stage < stages.length - 1 && number >= dueBefore + stages[stage].requests()) {
            dueBefore += stages[stage].requests();
            startNanos += stages[stage].nanos();
            stage++;
        }
        dueNanos = startNanos + stages[stage].dueNanos(number - dueBefore);
    }
}
