package millrace.bench.load;

import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import millrace.loop.EventLoop;
import millrace.os.OsException;

/**
 * Virtual users come by a plan, go through their journey once and leave. Who is due while all are busy waits for the
 * next that is free, and the latency of the first request counts from when it was due. For the loop's thread only.
 */
final class VisitLoad extends JourneyLoad {
    private final Arrivals arrivals;
    private final Schedule schedule;
    private final Metronome metronome;
    private final ArrayDeque<User> free = new ArrayDeque<>();
    private long originNanos;
    private long begun;
    private boolean crowded;

    VisitLoad(EventLoop loop, Plan plan, Model.Visits visits, int index, Runnable whenOver) {
        super(loop, plan, visits.script(), index, whenOver);
        this.schedule = visits.schedule();
        this.arrivals = schedule.arrivals(index, plan.loops());
        try {
            this.metronome = Metronome.open(loop, () -> admit(System.nanoTime()));
        } catch (OsException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    int usersFirst() {
        return users.length;
    }

    @Override
    void started(long nowNanos) {
        originNanos = nowNanos;
        for (User user : users) {
            free.add(user);
        }
        admit(nowNanos);
    }

    private boolean isDue(long nowNanos) {
        return arrivals.dueNanos() != Arrivals.NONE && arrivals.dueNanos() <= nowNanos - originNanos;
    }

    /** Those who are due come in, as far as there is room. */
    private void admit(long nowNanos) {
        while (isDue(nowNanos)) {
            User user = free.poll();
            if (user == null) {
                crowded = true;
                metronome.disarm();
                return;
            }
            long dueNanos = originNanos + arrivals.dueNanos();
            arrivals.advance();
            user.visit(begun++ * plan.loops() + index, dueNanos, crowded);
        }
        crowded = false;
        if (arrivals.dueNanos() == Arrivals.NONE) {
            metronome.disarm();
        } else {
            metronome.arm(Math.max(Metronome.SHORTEST_NANOS, originNanos + arrivals.dueNanos() - nowNanos));
        }
    }

    @Override
    void ended(User user, long nowNanos) {
        free.add(user);
        if (crowded && isRunning()) {
            admit(nowNanos);
        }
    }

    @Override
    boolean isExhausted() {
        return arrivals.dueNanos() == Arrivals.NONE && free.size() == users.length;
    }

    /** Who was due by now and has not come in does not come any more, and is not forgotten either. */
    @Override
    void ending(long nowNanos) {
        super.ending(nowNanos);
        metronome.close();
        long lastNanos = Math.min(nowNanos, originNanos + schedule.nanos()) - 1;
        while (originNanos != 0 && isDue(lastNanos)) {
            recorder.missed(1);
            arrivals.advance();
        }
    }
}
