package millrace.cluster;

/**
 * How one worker is brought to an end: asked over its channel first, then by SIGTERM, then by SIGKILL. Pure logic; its
 * timer is the caller's.
 *
 * <pre>
 *   STAYING ── begin ──▶ ASKED ── grace over, or a while after the channel closed ──▶ TERMINATED ── kill time ──▶ KILLED
 *                └── no channel ────────────────────────────────────────────────────────▲
 * </pre>
 */
final class Departure {

    /** How far it has come. */
    enum State {
        STAYING,
        ASKED,
        TERMINATED,
        KILLED
    }

    /** What the logic has done to the world. */
    interface Effects {
        /** Sends the worker the message that stands for the signal; {@code false} if it cannot. */
        boolean sendShutdown();

        /** Tells the worker over its channel to take nothing new, to finish in time and to leave; {@code false} if it cannot. */
        boolean askToDisconnect(long graceNanos);

        /** Sends the signal of the policy. */
        void terminate();

        void kill();

        /** Calls {@link Departure#timeOver} later; takes the place of an earlier request. */
        void wakeAfter(long nanos);
    }

    /**
     * A worker that has disconnected has finished its work, and gets this long to end without a signal: an eighth of the
     * grace, within these bounds. A busy machine may need more than the shorter one to end a process.
     */
    private static final long SHORTEST_SETTLE_NANOS = 200_000_000;

    private static final long LONGEST_SETTLE_NANOS = 2_000_000_000;

    private final StopPolicy policy;
    private final Effects effects;
    private State state = State.STAYING;

    Departure(StopPolicy policy, Effects effects) {
        this.policy = policy;
        this.effects = effects;
    }

    State state() {
        return state;
    }

    /**
     * The worker shall end. Asking twice is the same as once.
     *
     * @param listens whether it reads its channel, and has something to finish
     * @param graceNanos from asking it to the signal
     */
    void begin(boolean listens, long graceNanos) {
        if (state != State.STAYING) {
            return;
        }
        if (policy.byMessage() && effects.sendShutdown()) {
            state = State.TERMINATED;
            effects.wakeAfter(policy.killNanos());
        } else if (listens && effects.askToDisconnect(graceNanos)) {
            state = State.ASKED;
            effects.wakeAfter(graceNanos);
        } else {
            terminate();
        }
    }

    /**
     * The worker, which has used its channel before, has closed it. If nobody asked it to, it leaves by itself.
     *
     * @param awaitsSignal whether it will do something at the signal, and does not end before
     */
    void channelClosed(boolean awaitsSignal) {
        if (state == State.ASKED && awaitsSignal) {
            terminate();
        } else if (state == State.ASKED) {
            effects.wakeAfter(settleNanos());
        } else if (state == State.STAYING) {
            state = State.ASKED;
            effects.wakeAfter(policy.graceNanos());
        }
    }

    private long settleNanos() {
        long grace = policy.graceNanos();
        return Math.min(grace, Math.clamp(grace / 8, SHORTEST_SETTLE_NANOS, LONGEST_SETTLE_NANOS));
    }

    /** The time asked for with {@link Effects#wakeAfter} is over. */
    void timeOver() {
        switch (state) {
            case ASKED -> terminate();
            case TERMINATED -> kill();
            // Nothing was asked for, or nothing more can be done.
            case STAYING, KILLED -> {}
        }
    }

    /** Somebody is impatient: the next step, now. */
    void hurry() {
        switch (state) {
            case STAYING, ASKED -> terminate();
            case TERMINATED -> kill();
            case KILLED -> {}
        }
    }

    private void terminate() {
        state = State.TERMINATED;
        effects.terminate();
        effects.wakeAfter(policy.killNanos());
    }

    /** The last step, at once. */
    void kill() {
        state = State.KILLED;
        effects.kill();
    }
}
