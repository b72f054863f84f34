package millrace.loop;

/**
 * Something to be done later, once each time it is armed. Arming, re-arming and cancelling take constant time and
 * allocate nothing. For the loop's own thread only.
 */
public final class Timer {
    static final int UNARMED = -1;

    private final EventLoop loop;
    final Runnable action;

    /** Where it hangs in the {@link TimerWheel}; used by the wheel alone. */
    Timer previous;

    Timer next;
    int slot = UNARMED;
    long tick;

    Timer(EventLoop loop, Runnable action) {
        this.loop = loop;
        this.action = action;
    }

    /**
     * Runs the action once, not before the delay is over. A timer that is armed already is moved.
     *
     * @param delayNanos from the loop's present time; 0 and less mean the next turn, more than 143 years mean so many
     */
    public void arm(long delayNanos) {
        loop.checkThread();
        loop.timers().arm(this, loop.nowNanos() + Math.clamp(delayNanos, 0, TimerWheel.LONGEST_NANOS));
    }

    /** Takes the arming back. A timer that is not armed stays so. */
    public void cancel() {
        loop.checkThread();
        loop.timers().cancel(this);
    }

    public boolean isArmed() {
        return slot != UNARMED;
    }
}
