package millrace.cluster;

import java.util.concurrent.CompletableFuture;
import millrace.cluster.InstanceEvent.Cause;
import millrace.cluster.ReloadOutcome.Kind;
import millrace.loop.Timer;
import millrace.os.ExitStatus;

/**
 * One of the workers that an app shall have: whoever it is at present. Joins the decisions of {@link Supervision} with
 * the world. For the loop's own thread only.
 */
final class Instance implements InstanceEffects {
    private final Fleet fleet;
    private final int number;
    private final Supervision supervision;
    private final Timer timer;
    private final Timer settling;
    private final Wishes wishes = new Wishes();
    private final Roles roles;

    /** Whether the next process, as the one before, is to listen. */
    private boolean expectsToListen = true;

    /** What makes the newest process ready. */
    private Readiness.Rule rule;

    Instance(Fleet fleet, int number) {
        this.fleet = fleet;
        this.number = number;
        this.roles = new Roles(fleet, number);
        AppSpec spec = fleet.spec();
        this.supervision = new Supervision(
                spec.restart(), spec.readiness().timeoutNanos(), fleet.loop()::nowNanos, this);
        this.timer = fleet.loop().timer(() -> handle(new InstanceEvent.TimeOver()));
        this.settling = fleet.loop().timer(roles::settled);
    }

    InstanceView view() {
        return roles.view(supervision.state(), supervision.earlyDeaths());
    }

    InstanceState state() {
        return supervision.state();
    }

    /** Whether nothing runs, and nothing will without being asked for. */
    boolean isAtRest() {
        return switch (supervision.state()) {
            case STOPPED -> true;
            case ERRORED -> fleet.spec().restart().healNanos() == 0;
            case LAUNCHING, ONLINE, RELOADING, WAITING, STOPPING, RESTARTING -> false;
        };
    }

    /** Takes other rules from now on; what runs stays as it was started. */
    void spec(AppSpec spec) {
        supervision.rules(spec.restart(), spec.readiness().timeoutNanos());
    }

    CompletableFuture<ReloadOutcome> start() {
        CompletableFuture<ReloadOutcome> ready = wishes.ready(Kind.STARTED);
        handle(new InstanceEvent.Start());
        return ready;
    }

    CompletableFuture<ReloadOutcome> adopt(AdoptedProcess process) {
        roles.find(process);
        return start();
    }

    CompletableFuture<Void> resetCounts() {
        roles.resetCounts();
        return CompletableFuture.completedFuture(null);
    }

    /** Completes when no process of the instance is left, or somebody has wanted a new one meanwhile. */
    CompletableFuture<Void> stop() {
        CompletableFuture<Void> ended = wishes.end();
        handle(new InstanceEvent.Stop());
        if (roles.isEmpty()) {
            wishes.ended();
        }
        return ended;
    }

    CompletableFuture<ReloadOutcome> restart() {
        boolean runs = roles.present() != null;
        expectsToListen = !runs || roles.present().worker().state() != Worker.State.ONLINE;
        CompletableFuture<ReloadOutcome> ready = wishes.ready(runs ? Kind.RESTARTED : Kind.STARTED);
        handle(new InstanceEvent.Restart());
        return ready;
    }

    CompletableFuture<ReloadOutcome> reload() {
        InstanceState state = supervision.state();
        if (state == InstanceState.RELOADING) {
            return CompletableFuture.completedFuture(ReloadOutcome.kept("a reload is under way already"));
        }
        boolean serves = roles.present() != null && (state == InstanceState.ONLINE || state == InstanceState.LAUNCHING);
        if (!serves || !canStandBesidePresent()) {
            return restart();
        }
        boolean listens = roles.present().worker().state() == Worker.State.LISTENING;
        rule = effectiveRule(listens);
        Readiness readiness = fleet.spec().readiness();
        boolean silenceIsConsent = rule == Readiness.Rule.RUNS;
        long patience = silenceIsConsent ? readiness.momentNanos() : readiness.timeoutNanos();
        CompletableFuture<ReloadOutcome> outcome = wishes.ready(Kind.REPLACED);
        handle(new InstanceEvent.Reload(patience, silenceIsConsent));
        return outcome;
    }

    private boolean canStandBesidePresent() {
        AppSpec.Protocol protocol = fleet.spec().protocol();
        return protocol == roles.present().protocol() && fleet.standsBeside(roles.present().worker());
    }

    private Readiness.Rule effectiveRule(boolean mayListen) {
        return fleet.spec().readiness().effective(mayListen && fleet.spec().protocol() == AppSpec.Protocol.CLUSTER);
    }

    /** Starts it again after it has been given up. */
    void revive() {
        if (supervision.state() == InstanceState.ERRORED) {
            start();
        }
    }

    /** The worker has proved itself before its time. */
    void proved(Child child) {
        if (child == roles.present()) {
            handle(new InstanceEvent.Proved());
        }
    }

    /**
     * The worker listens on something. What it does not ask for within a while from now, though its predecessor did, it
     * does not want any more.
     */
    void listening(Child child) {
        settling.arm(fleet.spec().restart().minUptimeNanos());
        if (rule == Readiness.Rule.LISTENS || rule == Readiness.Rule.RUNS) {
            ready(child);
        }
    }

    void saysReady(Child child) {
        if (rule == Readiness.Rule.SAYS_SO || rule == Readiness.Rule.RUNS) {
            ready(child);
        }
    }

    /** The worker is ready, whatever the rule. */
    void ready(Child child) {
        if (roles.isNewest(child)) {
            fleet.serves(child.worker());
            handle(new InstanceEvent.Ready());
        }
    }

    void unfit(Child child, String reason) {
        if (roles.isNewest(child)) {
            handle(new InstanceEvent.Unfit(reason));
        }
    }

    void exited(Child child, ExitStatus status) {
        switch (roles.ended(child, status)) {
            case CANDIDATE -> handle(new InstanceEvent.CandidateDied(
                    "the new process ended before it was ready: " + status.describe()));
            case PRESENT -> {
                settling.cancel();
                handle(new InstanceEvent.Died(cause(child, status)));
            }
            case NONE -> {}
        }
        if (roles.isEmpty()) {
            wishes.ended();
        }
    }

    private Cause cause(Child child, ExitStatus status) {
        boolean isFinal = status.signal() == 0 && fleet.spec().restart().finalExitCodes().contains(status.code());
        return isFinal ? Cause.FINAL : child.worker().exitedAfterDisconnect() ? Cause.VOLUNTARY : Cause.UNEXPECTED;
    }

    private void handle(InstanceEvent event) {
        InstanceState before = supervision.state();
        supervision.handle(event);
        InstanceState after = supervision.state();
        if (after != before) {
            fleet.events().changed(number, after);
        }
        wishes.tell(after);
    }

    @Override
    public void spawn() {
        wishes.ended();
        rule = roles.hasFound() ? Readiness.Rule.RUNS : effectiveRule(expectsToListen);
        expectsToListen = true;
        InstanceState before = supervision.state();
        Stillborn failure =
                roles.launchPresent(before != InstanceState.STOPPED && before != InstanceState.ERRORED);
        if (failure != null) {
            failed(failure);
        } else if (rule == Readiness.Rule.RUNS) {
            Child started = roles.present();
            fleet.loop().execute(() -> ready(started));
        }
    }

    @Override
    public void spawnCandidate() {
        Stillborn failure = roles.launchCandidate();
        if (failure != null) {
            failed(failure);
        }
    }

    /** The news comes later, if the place is still its own then. */
    private void failed(Stillborn failure) {
        fleet.events().warning(failure.reason());
        fleet.loop().execute(() -> {
            switch (roles.buries(failure)) {
                case PRESENT -> handle(failure.isHopeless()
                        ? new InstanceEvent.Impossible(failure.reason())
                        : new InstanceEvent.Died(Cause.UNEXPECTED));
                case CANDIDATE -> handle(new InstanceEvent.CandidateDied(failure.reason()));
                case NONE -> {}
            }
        });
    }

    @Override
    public void promote() {
        roles.promote();
        // The old worker's ports are owed to this instance, which has them already.
        settling.arm(fleet.spec().restart().minUptimeNanos());
    }

    @Override
    public void dismissCandidate() {
        roles.dismissCandidate();
    }

    @Override
    public void askToStop() {
        roles.stopPresent();
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
    public void late() {
        if (rule == Readiness.Rule.SAYS_SO || rule == Readiness.Rule.IS_TRIED) {
            fleet.events().warning("instance " + number + " of " + fleet.spec().name()
                    + " has not become ready in time, and counts as ready all the same");
        }
    }

    @Override
    public void reloadFailed(String reason) {
        wishes.decide(ReloadOutcome.kept(reason));
    }

    @Override
    public void restarting(long delayNanos) {
        wishes.decide(ReloadOutcome.failed(roles.lastWords()));
        fleet.events().restarting(number, delayNanos);
    }

    @Override
    public void errored(String reason) {
        wishes.decide(ReloadOutcome.failed(reason));
        fleet.ports().settled(number);
        fleet.events().errored(number, reason);
        fleet.atRest();
    }

    @Override
    public void stopped() {
        wishes.decide(ReloadOutcome.failed("it has ended, and is not started again"));
        fleet.ports().settled(number);
        fleet.events().stopped(number);
        fleet.atRest();
    }
}
