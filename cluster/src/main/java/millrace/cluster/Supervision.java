package millrace.cluster;

import java.util.function.LongSupplier;
import millrace.cluster.InstanceEvent.CandidateDied;
import millrace.cluster.InstanceEvent.Cause;
import millrace.cluster.InstanceEvent.Died;
import millrace.cluster.InstanceEvent.Impossible;
import millrace.cluster.InstanceEvent.Proved;
import millrace.cluster.InstanceEvent.Ready;
import millrace.cluster.InstanceEvent.Reload;
import millrace.cluster.InstanceEvent.Restart;
import millrace.cluster.InstanceEvent.Start;
import millrace.cluster.InstanceEvent.Stop;
import millrace.cluster.InstanceEvent.TimeOver;
import millrace.cluster.InstanceEvent.Unfit;

/**
 * Whether one instance of an app has to be running, and what is done when it is not: pure logic, without process, thread
 * or clock of its own. The instance outlives its processes. There is one that counts, the present one; during a reload
 * also a candidate for its place. A process that has lost its place is nobody's here.
 *
 * <pre>
 *              start                    ready                       reload
 *   STOPPED ──────────▶ LAUNCHING ───────────────▶ ONLINE ──────────────────────────▶ RELOADING
 *      ▲                 │  ▲  ▲ │                   │  ▲                                  │
 *      │                 │  │  │ │ dies              │  └─ candidate ready, or has failed ─┘
 *      │ stop            │  │  │ ▼                   │ dies
 *   STOPPING ◀───────────┘  │  ERRORED ◀────── (back-off)     RELOADING, the present one dies: the candidate
 *                           │   heals                │         is the present one, LAUNCHING.
 *   RESTARTING ── dies ─────┴────────── WAITING ◀────┘         RESTARTING is STOPPING with a start to follow.
 * </pre>
 *
 * Stop and restart lead from every running state to STOPPING and RESTARTING, a final exit code to STOPPED.
 */
final class Supervision {

    private final LongSupplier clockNanos;
    private final InstanceEffects effects;
    private final Backoff backoff;
    private RestartPolicy policy;
    private long readyTimeoutNanos;
    private InstanceState state = InstanceState.STOPPED;

    /** When the present process started, and the candidate. */
    private long startedNanos;

    private long candidateNanos;
    private boolean proved;
    private boolean silenceIsConsent;

    Supervision(RestartPolicy policy, long readyTimeoutNanos, LongSupplier clockNanos, InstanceEffects effects) {
        this.policy = policy;
        this.readyTimeoutNanos = readyTimeoutNanos;
        this.clockNanos = clockNanos;
        this.effects = effects;
        this.backoff = new Backoff(policy);
    }

    /** Takes other rules from now on. */
    void rules(RestartPolicy restart, long readyTimeout) {
        policy = restart;
        readyTimeoutNanos = readyTimeout;
        backoff.policy(restart);
    }

    InstanceState state() {
        return state;
    }

    int earlyDeaths() {
        return backoff.earlyDeaths();
    }

    /** Takes an event. Every pair of state and event is decided; late news of a process that is gone changes nothing. */
    void handle(InstanceEvent event) {
        state = switch (state) {
            case STOPPED -> whenStopped(event);
            case LAUNCHING -> whenLaunching(event);
            case ONLINE -> whenOnline(event);
            case RELOADING -> whenReloading(event);
            case WAITING -> whenWaiting(event);
            case STOPPING -> whenStopping(event);
            case RESTARTING -> whenRestarting(event);
            case ERRORED -> whenErrored(event);
        };
    }

    private InstanceState whenStopped(InstanceEvent event) {
        return switch (event) {
            case Start _, Restart _, Reload _ -> launchAfresh();
            case Stop _, Ready _, Unfit _, Died _, CandidateDied _, TimeOver _, Proved _, Impossible _ -> state;
        };
    }

    private InstanceState whenLaunching(InstanceEvent event) {
        return switch (event) {
            case Stop _ -> askToStop(InstanceState.STOPPING);
            case Restart _ -> askToStop(InstanceState.RESTARTING);
            case Reload reload -> launchCandidate(reload);
            case Ready _ -> ready();
            case TimeOver _ -> late();
            case Died died -> restartOrEnd(died.cause());
            case Proved _ -> prove();
            case Impossible impossible -> error(impossible.reason());
            case Start _, Unfit _, CandidateDied _ -> state;
        };
    }

    private InstanceState whenOnline(InstanceEvent event) {
        return switch (event) {
            case Stop _ -> askToStop(InstanceState.STOPPING);
            case Restart _ -> askToStop(InstanceState.RESTARTING);
            case Reload reload -> launchCandidate(reload);
            case Died died -> restartOrEnd(died.cause());
            case Proved _ -> prove();
            case Impossible impossible -> error(impossible.reason());
            case Start _, Ready _, Unfit _, CandidateDied _, TimeOver _ -> state;
        };
    }

    private InstanceState whenReloading(InstanceEvent event) {
        return switch (event) {
            case Stop _ -> abandon("the app was stopped meanwhile", InstanceState.STOPPING);
            case Restart _ -> abandon("the app was restarted meanwhile", InstanceState.RESTARTING);
            case Ready _ -> promote();
            case TimeOver _ -> silenceIsConsent ? promote() : dismiss("it was not ready in time");
            case Unfit unfit -> dismiss(unfit.reason());
            case CandidateDied died -> keep(died.how());
            case Died _, Impossible _ -> succeed();
            case Proved _ -> prove();
            // A second reload is refused by whoever takes the requests: the outcome of the first one says more.
            case Start _, Reload _ -> state;
        };
    }

    private InstanceState whenWaiting(InstanceEvent event) {
        return switch (event) {
            case Start _, TimeOver _ -> launch();
            case Restart _, Reload _ -> launchAfresh();
            case Stop _ -> end();
            case Impossible impossible -> error(impossible.reason());
            case Ready _, Unfit _, Died _, CandidateDied _, Proved _ -> state;
        };
    }

    private InstanceState whenStopping(InstanceEvent event) {
        return switch (event) {
            // The last wish counts.
            case Start _, Restart _, Reload _ -> InstanceState.RESTARTING;
            case Died _, Impossible _ -> end();
            case Stop _, Ready _, Unfit _, CandidateDied _, TimeOver _, Proved _ -> state;
        };
    }

    private InstanceState whenRestarting(InstanceEvent event) {
        return switch (event) {
            case Stop _ -> InstanceState.STOPPING;
            case Died _, Impossible _ -> launchAfresh();
            case Start _, Restart _, Reload _, Ready _, Unfit _, CandidateDied _, TimeOver _, Proved _ -> state;
        };
    }

    private InstanceState whenErrored(InstanceEvent event) {
        return switch (event) {
            case Start _, Restart _, Reload _ -> launchAfresh();
            // It has healed if the process lives; if not, one early death more is one too many again.
            case TimeOver _ -> launch();
            case Stop _ -> end();
            case Ready _, Unfit _, Died _, CandidateDied _, Proved _, Impossible _ -> state;
        };
    }

    private InstanceState launchAfresh() {
        backoff.reset();
        return launch();
    }

    private InstanceState launch() {
        startedNanos = clockNanos.getAsLong();
        proved = false;
        effects.wakeAfter(readyTimeoutNanos);
        effects.spawn();
        return InstanceState.LAUNCHING;
    }

    private InstanceState ready() {
        effects.stopWaking();
        return InstanceState.ONLINE;
    }

    private InstanceState late() {
        effects.late();
        return InstanceState.ONLINE;
    }

    private InstanceState prove() {
        proved = true;
        return state;
    }

    private InstanceState launchCandidate(Reload reload) {
        silenceIsConsent = reload.silenceIsConsent();
        candidateNanos = clockNanos.getAsLong();
        effects.wakeAfter(reload.patienceNanos());
        effects.spawnCandidate();
        return InstanceState.RELOADING;
    }

    private InstanceState promote() {
        effects.stopWaking();
        takeOver();
        return InstanceState.ONLINE;
    }

    /** The present process has died under the trial of its successor, which goes on with the same patience. */
    private InstanceState succeed() {
        takeOver();
        return InstanceState.LAUNCHING;
    }

    private void takeOver() {
        effects.promote();
        startedNanos = candidateNanos;
        proved = false;
        backoff.reset();
    }

    private InstanceState dismiss(String reason) {
        effects.dismissCandidate();
        return keep(reason);
    }

    private InstanceState keep(String reason) {
        effects.stopWaking();
        effects.reloadFailed(reason);
        return InstanceState.ONLINE;
    }

    private InstanceState abandon(String reason, InstanceState next) {
        dismiss(reason);
        return askToStop(next);
    }

    private InstanceState askToStop(InstanceState next) {
        effects.stopWaking();
        effects.askToStop();
        return next;
    }

    private InstanceState restartOrEnd(Cause cause) {
        effects.stopWaking();
        if (cause == Cause.FINAL || !policy.automatic()) {
            return end();
        }
        if (proved) {
            backoff.reset();
            return restart(policy.delays().leastNanos());
        }
        long lived = clockNanos.getAsLong() - startedNanos;
        if (cause == Cause.VOLUNTARY) {
            return restart(backoff.afterLeaving(lived));
        }
        long delay = backoff.afterDeath(lived);
        return delay == Backoff.GIVE_UP
                ? error("died early " + backoff.earlyDeaths() + " times in a row")
                : restart(delay);
    }

    private InstanceState restart(long delayNanos) {
        effects.restarting(delayNanos);
        if (delayNanos == 0) {
            return launch();
        }
        effects.wakeAfter(delayNanos);
        return InstanceState.WAITING;
    }

    private InstanceState error(String reason) {
        effects.stopWaking();
        effects.errored(reason);
        if (policy.healNanos() > 0) {
            effects.wakeAfter(policy.healNanos());
        }
        return InstanceState.ERRORED;
    }

    private InstanceState end() {
        effects.stopWaking();
        effects.stopped();
        return InstanceState.STOPPED;
    }
}
