package millrace.bench.load;

import java.util.concurrent.TimeUnit;
import millrace.loop.EventLoop;
import millrace.loop.Timer;

/**
 * A crowd of virtual users, each of whom begins again when its journey is over. Who is one too many leaves when its
 * journey is over. For the loop's thread only.
 */
final class CrowdLoad extends JourneyLoad {
    /** So often the crowd grows or shrinks. */
    private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final Ramp ramp;
    private final Timer step;
    private final long iterations;
    private long begun;
    private long over;
    private long originNanos;
    private int present;

    CrowdLoad(EventLoop loop, Plan plan, Model.Crowd crowd, int index, Runnable whenOver) {
        super(loop, plan, crowd.script(), index, whenOver);
        this.ramp = crowd.users();
        this.iterations = plan.share(crowd.iterations(), index);
        this.step = loop.timer(() -> adapt(System.nanoTime()));
    }

    @Override
    int usersFirst() {
        return (int) plan.share(ramp.at(0), index);
    }

    @Override
    void started(long nowNanos) {
        originNanos = nowNanos;
        adapt(nowNanos);
    }

    private void adapt(long nowNanos) {
        int wanted = (int) plan.share(ramp.at(nowNanos - originNanos), index);
        while (present > wanted) {
            User user = users[--present];
            if (!user.isBusy()) {
                user.leave();
            }
        }
        while (present < wanted) {
            User user = users[present++];
            if (!user.isBusy()) {
                begin(user, nowNanos);
            }
        }
        if (ramp.isMoving() && nowNanos - originNanos < ramp.nanos()) {
            step.arm(STEP_NANOS);
        }
    }

    private void begin(User user, long nowNanos) {
        if (begun < iterations) {
            // Loops take turns, so that each iteration has a number of its own.
            user.begin(begun++ * plan.loops() + index, nowNanos);
        }
    }

    @Override
    void ended(User user, long nowNanos) {
        over++;
        if (!isRunning()) {
            return;
        }
        if (user.number() < present) {
            begin(user, nowNanos);
        } else {
            user.leave();
        }
    }

    @Override
    boolean isExhausted() {
        return over >= iterations;
    }

    @Override
    void ending(long nowNanos) {
        super.ending(nowNanos);
        step.cancel();
    }
}
