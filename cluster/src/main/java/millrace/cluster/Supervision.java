package millrace.cluster;

/**
 * Whether one instance of an app has to be running, and what is done when it is not: pure logic, without process, thread
 * or clock of its own. The instance outlives its workers.
 *
 * <pre>
 *              start                    grown up
 *   STOPPED ──────────▶ LAUNCHING ───────────────▶ ONLINE
 *      ▲                 │  ▲    │                   │
 *      │  stop: end of   │  │    │ dies: too often   │ dies
 *      │  the worker     │  │    ▼                   ▼
 *   STOPPING ◀───────────┘  │  ERRORED ◀──────── (back-off)
 *      ▲                    │                        │
 *      └──── stop ──────────┼──────── WAITING ◀──────┘
 *                           └────────────┘ delay over
 * </pre>
 *
 * A final exit code leads from every running state to STOPPED.
 */
final class Supervision {

    /** Where the instance stands. */
    enum State {
        /** Nothing runs and nothing shall. */
        STOPPED,
        /** A worker runs that has not yet lived for the policy's minimum. */
        LAUNCHING,
        /** A worker runs that has. */
        ONLINE,
        /** No worker runs; the next one starts when the delay is over. */
        WAITING,
        /** A worker runs that has been asked to end. */
        STOPPING,
        /** No worker runs, and none is started: the last ones all died early. */
        ERRORED
    }

    /** What happens to an instance. */
    sealed interface Event {
        /** Somebody wants it to run. */
        record Start() implements Event {}

        /** Somebody wants it to end. */
        record Stop() implements Event {}

        /** Its worker has ended. */
        record Died(Cause cause) implements Event {}

        /** The time asked for with {@link Effects#wakeAfter} is over. */
        record TimeOver() implements Event {}

        /** Its worker has proved itself before that time: its end will not have been an early one. */
        record GrownUp() implements Event {}

        /** No process could be made of it, and trying again would not help. */
        record Impossible(String reason) implements Event {}
    }

    /** Why a worker has ended. */
    enum Cause {
        /** Nobody knows: an error, a signal, or it just returned. */
        UNEXPECTED,
        /** It said goodbye to the primary before. */
        VOLUNTARY,
        /** With an exit code that the policy calls final. */
        FINAL
    }

    /** What the logic has done to the world. */
    interface Effects {
        /** Starts a worker. What becomes of it comes back as an event later, not from inside the call. */
        void spawn();

        /** Asks the worker to end, and sees to it that it does. */
        void askToStop();

        /** Sends {@link Event.TimeOver} later; takes the place of an earlier request. */
        void wakeAfter(long nanos);

        /** Takes {@link #wakeAfter} back. */
        void stopWaking();

        void restarting(long delayNanos);

        void errored(String reason);

        /** Nothing runs any more and nothing shall. */
        void stopped();
    }

    private final RestartPolicy policy;
    private final Effects effects;
    private final Backoff backoff;
    private State state = State.STOPPED;

    Supervision(RestartPolicy policy, Effects effects) {
        this.policy = policy;
        this.effects = effects;
        this.backoff = new Backoff(policy);
    }

    State state() {
        return state;
    }

    /** Takes an event. Every pair of state and event is decided. */
    void handle(Event event) {
        state = switch (state) {
            case STOPPED -> whenStopped(event);
            case LAUNCHING -> whenLaunching(event);
            case ONLINE -> whenOnline(event);
            case WAITING -> whenWaiting(event);
            case STOPPING -> whenStopping(event);
            case ERRORED -> whenErrored(event);
        };
    }

    private State whenStopped(Event event) {
        return switch (event) {
            case Event.Start start -> launchAfresh();
            // Late news of a worker that is gone already.
            case Event.Stop stop -> State.STOPPED;
            case Event.Died died -> State.STOPPED;
            case Event.TimeOver over -> State.STOPPED;
            case Event.GrownUp grownUp -> State.STOPPED;
            case Event.Impossible impossible -> State.STOPPED;
        };
    }

    private State whenLaunching(Event event) {
        return switch (event) {
            case Event.Start start -> State.LAUNCHING;
            case Event.Stop stop -> askToStop();
            case Event.Died died -> restartOrEnd(died.cause(), true);
            case Event.TimeOver over -> State.ONLINE;
            case Event.GrownUp grownUp -> grownUp();
            case Event.Impossible impossible -> error(impossible.reason());
        };
    }

    private State whenOnline(Event event) {
        return switch (event) {
            case Event.Start start -> State.ONLINE;
            case Event.Stop stop -> askToStop();
            case Event.Died died -> restartOrEnd(died.cause(), false);
            case Event.TimeOver over -> State.ONLINE;
            case Event.GrownUp grownUp -> State.ONLINE;
            case Event.Impossible impossible -> error(impossible.reason());
        };
    }

    private State whenWaiting(Event event) {
        return switch (event) {
            case Event.Start start -> launch();
            case Event.Stop stop -> end();
            case Event.Died died -> State.WAITING;
            case Event.TimeOver over -> launch();
            case Event.GrownUp grownUp -> State.WAITING;
            case Event.Impossible impossible -> error(impossible.reason());
        };
    }

    private State whenStopping(Event event) {
        return switch (event) {
            // Whoever wants it back starts it again once it has ended.
            case Event.Start start -> State.STOPPING;
            case Event.Stop stop -> State.STOPPING;
            case Event.Died died -> end();
            case Event.TimeOver over -> State.STOPPING;
            case Event.GrownUp grownUp -> State.STOPPING;
            case Event.Impossible impossible -> end();
        };
    }

    private State whenErrored(Event event) {
        return switch (event) {
            case Event.Start start -> launchAfresh();
            case Event.Stop stop -> end();
            case Event.Died died -> State.ERRORED;
            case Event.TimeOver over -> State.ERRORED;
            case Event.GrownUp grownUp -> State.ERRORED;
            case Event.Impossible impossible -> State.ERRORED;
        };
    }

    private State launchAfresh() {
        backoff.reset();
        return launch();
    }

    private State launch() {
        effects.wakeAfter(policy.minUptimeNanos());
        effects.spawn();
        return State.LAUNCHING;
    }

    private State grownUp() {
        effects.stopWaking();
        return State.ONLINE;
    }

    private State askToStop() {
        effects.stopWaking();
        effects.askToStop();
        return State.STOPPING;
    }

    private State restartOrEnd(Cause cause, boolean early) {
        effects.stopWaking();
        return switch (cause) {
            case FINAL -> end();
            case VOLUNTARY -> restart(early ? policy.firstDelayNanos() : 0);
            case UNEXPECTED -> {
                if (!early) {
                    backoff.reset();
                    yield restart(0);
                }
                long delay = backoff.nextDelayNanos();
                yield delay == Backoff.GIVE_UP
                        ? error("died early " + backoff.earlyDeaths() + " times in a row")
                        : restart(delay);
            }
        };
    }

    private State restart(long delayNanos) {
        effects.restarting(delayNanos);
        if (delayNanos == 0) {
            return launch();
        }
        effects.wakeAfter(delayNanos);
        return State.WAITING;
    }

    private State error(String reason) {
        effects.stopWaking();
        effects.errored(reason);
        return State.ERRORED;
    }

    private State end() {
        effects.stopWaking();
        effects.stopped();
        return State.STOPPED;
    }
}
