package millrace.cluster;

import millrace.loop.Timer;
import millrace.os.Errno;
import millrace.os.ExitStatus;
import millrace.os.OsException;

/**
 * One of the workers that an app shall have: whoever it is at present. Joins the decisions of {@link Supervision} with the
 * world. For the loop's own thread only.
 */
final class Instance implements Supervision.Effects {
    private final Primary primary;
    private final int number;
    private final Supervision supervision;
    private final Timer timer;
    private final Timer settling;

    /** The worker that runs, or {@code null}. */
    private Child child;

    Instance(Primary primary, int number) {
        this.primary = primary;
        this.number = number;
        this.supervision = new Supervision(primary.spec().restart(), this);
        this.timer = primary.loop().timer(() -> supervision.handle(new Supervision.Event.TimeOver()));
        this.settling = primary.loop().timer(() -> primary.ports().settled(number));
    }

    Child child() {
        return child;
    }

    void start() {
        supervision.handle(new Supervision.Event.Start());
    }

    void stop() {
        supervision.handle(new Supervision.Event.Stop());
    }

    /** Starts it again after it has been given up. */
    void revive() {
        if (supervision.state() == Supervision.State.ERRORED) {
            start();
        }
    }

    void grownUp() {
        supervision.handle(new Supervision.Event.GrownUp());
    }

    /**
     * The worker listens on something. What it does not ask for within a while from now, though its predecessor did, it
     * does not want any more.
     */
    void listening() {
        settling.arm(primary.spec().restart().minUptimeNanos());
    }

    /** Whether nothing runs, and nothing will without being asked for. */
    boolean isAtRest() {
        return switch (supervision.state()) {
            case STOPPED, ERRORED -> true;
            case LAUNCHING, ONLINE, WAITING, STOPPING -> false;
        };
    }

    /** The process of the present worker has ended. */
    void died(ExitStatus status) {
        boolean leaving = child.worker().exitedAfterDisconnect();
        child = null;
        settling.cancel();
        boolean isFinal = status.signal() == 0 && primary.spec().restart().finalExitCodes().contains(status.code());
        supervision.handle(new Supervision.Event.Died(
                isFinal
                        ? Supervision.Cause.FINAL
                        : leaving ? Supervision.Cause.VOLUNTARY : Supervision.Cause.UNEXPECTED));
    }

    @Override
    public void spawn() {
        try {
            child = primary.launch(number);
        } catch (OsException e) {
            Supervision.Event event = isHopeless(e.errno())
                    ? new Supervision.Event.Impossible(e.getMessage())
                    : new Supervision.Event.Died(Supervision.Cause.UNEXPECTED);
            primary.events().warning(e.getMessage());
            primary.loop().execute(() -> supervision.handle(event));
        }
    }

    /** Whether the next try would end the same way; a lack of memory, processes or descriptors passes. */
    private static boolean isHopeless(int errno) {
        return errno != Errno.EAGAIN.number()
                && errno != Errno.ENOMEM.number()
                && errno != Errno.EMFILE.number()
                && errno != Errno.ENFILE.number();
    }

    @Override
    public void askToStop() {
        if (child != null) {
            child.stop();
        }
    }

    @Override
    public void wakeAfter(long nanos) {
        timer.arm(nanos);
    }

    @Override
    public void stopWaking() {
        timer.cancel();
    }

    @Override
    public void restarting(long delayNanos) {
        primary.events().restarting(number, delayNanos);
    }

    @Override
    public void errored(String reason) {
        primary.ports().settled(number);
        primary.events().errored(number, reason);
        primary.atRest();
    }

    @Override
    public void stopped() {
        primary.ports().settled(number);
        primary.events().stopped(number);
        primary.atRest();
    }
}
