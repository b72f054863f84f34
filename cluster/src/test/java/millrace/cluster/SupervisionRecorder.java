package millrace.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Writes down what {@link Supervision} has done. */
final class SupervisionRecorder implements InstanceEffects {
    private final List<String> done = new ArrayList<>();
    private final List<String> all = new ArrayList<>();

    /** What was done since the last time. */
    String take() {
        String taken = String.join("; ", done);
        done.clear();
        return taken;
    }

    /** Of all that was ever done, what begins so. */
    List<String> only(String... beginnings) {
        return all.stream()
                .filter(what -> Stream.of(beginnings).anyMatch(beginning -> what.startsWith(beginning + " ")))
                .toList();
    }

    private void add(String what) {
        done.add(what);
        all.add(what);
    }

    @Override
    public void spawn() {
        add("spawn");
    }

    @Override
    public void spawnCandidate() {
        add("candidate");
    }

    @Override
    public void promote() {
        add("promote");
    }

    @Override
    public void dismissCandidate() {
        add("dismiss");
    }

    @Override
    public void reloadFailed(String reason) {
        add("kept " + reason);
    }

    @Override
    public void askToStop() {
        add("ask");
    }

    @Override
    public void wakeAfter(long nanos) {
        add("wake " + nanos / 1_000_000);
    }

    @Override
    public void stopWaking() {
        add("sleep");
    }

    @Override
    public void late() {
        add("late");
    }

    @Override
    public void restarting(long delayNanos) {
        add("restart " + delayNanos / 1_000_000);
    }

    @Override
    public void errored(String reason) {
        add("errored " + reason);
    }

    @Override
    public void stopped() {
        add("stopped");
    }
}
