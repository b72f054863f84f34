package harness;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Of something that is to go on all the time: a thread of its own says that it does, others look. */
final class Progress {
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(12);

    private final AtomicLong steps = new AtomicLong();
    private volatile boolean ended;

    void step() {
        steps.incrementAndGet();
    }

    /** It has ended although nobody has ended it. */
    void end(Exception why) {
        if (!ended) {
            ended = true;
            Report.progress("broken after " + steps.get() + " steps: " + why);
        }
    }

    static long ended(List<Progress> all) {
        return all.stream().filter(one -> one.ended).count();
    }

    /** How many have ended, or stand still: they have some seconds for a step. */
    static long silent(List<Progress> all) throws InterruptedException {
        List<Long> before = all.stream().map(one -> one.steps.get()).toList();
        long deadline = System.nanoTime() + LONGEST_NANOS;
        long silent = all.size();
        while (silent > 0 && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(20);
            silent = 0;
            for (int i = 0; i < all.size(); i++) {
                silent += all.get(i).ended || all.get(i).steps.get() == before.get(i) ? 1 : 0;
            }
        }
        return silent;
    }
}
