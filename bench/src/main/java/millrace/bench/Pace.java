package millrace.bench;

import java.util.ArrayList;
import java.util.List;
import millrace.bench.load.Model;
import millrace.bench.load.Schedule;
import millrace.bench.load.Stage;

/** What was said about when to ask. One thread. */
final class Pace {
    private static final double SECOND = 1e9;

    private final List<Stage> stages = new ArrayList<>();
    /** Of virtual users; below 0 there are none. */
    long thinkNanos = -1;

    double rate;
    boolean fromSending;

    void stage(long nanos, double toRate) {
        stages.add(new Stage(stages.isEmpty() ? rate : stages.getLast().toRate(), toRate, nanos));
    }

    /** How long that takes, if it is not as long as somebody else says. */
    long nanos(long otherwise) {
        return stages.isEmpty() ? otherwise : stages.stream().mapToLong(Stage::nanos).sum();
    }

    Model model(long nanos, long amount) {
        if (thinkNanos >= 0 && (rate > 0 || !stages.isEmpty())) {
            throw new IllegalArgumentException("virtual users ask when they like: a rate does not go with them");
        }
        if (thinkNanos >= 0) {
            return new Model.Users(thinkNanos);
        }
        if (!stages.isEmpty()) {
            return new Model.Open(Schedule.of(stages), fromSending);
        }
        if (rate > 0) {
            long planned = nanos == Long.MAX_VALUE ? (long) Math.ceil(amount / rate * SECOND) + 1 : nanos;
            return new Model.Open(Schedule.constant(rate, planned), fromSending);
        }
        return new Model.Closed();
    }
}
