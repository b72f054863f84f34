package millrace.gateway.balance;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import millrace.gateway.log.ErrorLog;
import millrace.gateway.log.Level;
import millrace.loop.EventLoop;

/** Checks the peers of one upstream, round after round. On one loop. */
final class HealthChecker {
    private static final long MILLI = 1_000_000L;

    /** Asks a peer; tells what is wrong with it, or {@code null}, once. */
    interface Prober {
        void probe(Peer peer, Consumer<String> told);
    }

    private final HealthChecks.Check check;
    private final Resolving.Alarm alarm;
    private final Prober prober;
    private final ErrorLog log;
    private final RandomGenerator random;
    private final EventLoop loop;
    private final Map<PeerState, HealthMonitor> monitors = new HashMap<>();
    private final Map<PeerState, Boolean> asked = new HashMap<>();
    private boolean stopped;

    HealthChecker(HealthChecks.Check check, EventLoop loop, Resolving.Alarm alarm, ErrorLog log) {
        this.check = check;
        this.alarm = alarm;
        this.log = log;
        this.loop = loop;
        this.random = Group.chance();
        this.prober = (peer, told) ->
                HttpProbe.send(loop, peer, check.upstream().name(), check.spec(), check.match(), told);
    }

    /** One round: every peer that has answered the last one, or not in time. */
    void round() {
        if (stopped) {
            return;
        }
        Group group = check.upstream().group();
        List<Peer> peers = group.peers();
        // A name that resolves to ever new addresses must not leave a trace of each.
        monitors.keySet().retainAll(peers.stream().map(peer -> peer.state).toList());
        for (Peer peer : peers) {
            if (!peer.isDown() && asked.putIfAbsent(peer.state, true) == null) {
                HealthMonitor monitor =
                        monitors.computeIfAbsent(peer.state, k -> new HealthMonitor(group, peer, check.spec()));
                prober.probe(peer, wrong -> answered(peer, monitor, wrong));
            }
        }
        long jitter = check.spec().jitterMillis == 0 ? 0 : random.nextLong(check.spec().jitterMillis + 1);
        alarm.after((check.spec().intervalMillis + jitter) * MILLI, this::round);
    }

    void stop() {
        stopped = true;
    }

    private void answered(Peer peer, HealthMonitor monitor, String wrong) {
        asked.remove(peer.state);
        if (stopped) {
            return;
        }
        String of = " of peer " + peer + " in upstream \"" + check.upstream() + "\"";
        if (wrong == null) {
            if (monitor.passed(loop.nowNanos())) {
                log.log(Level.NOTICE, "peer is healthy while checking the health" + of);
            }
        } else if (monitor.failed(loop.nowNanos())) {
            log.log(Level.WARN, "peer is unhealthy while checking the health" + of + ": " + wrong);
        }
    }
}
