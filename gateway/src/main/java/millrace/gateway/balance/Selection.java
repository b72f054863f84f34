package millrace.gateway.balance;

import java.util.function.LongSupplier;
import millrace.http.codec.Output;

/**
 * The iterator over the peers that one request may be sent to. Whether a peer can be taken is decided here and
 * in {@link Candidates}, once: what was tried already, limits, failures, health, drain, backups. Methods only rank.
 *
 * <pre>
 *              begin                next                  release
 *   (unused) ────────▶ (none) ──────────────▶ (current) ──────────▶ (none)     end ──▶ (unused)
 *                         │ null: exhausted        │ header, once, when the peer's header has arrived
 *                         ▼
 *                     no live upstreams
 * </pre>
 *
 * <p>Between {@link #next} and {@link #release} the request counts as a connection of its peer; release is what makes
 * failures and times known. One thread at a time, from the loop that has the request; it can be used again and again,
 * and then allocates nothing.
 */
public final class Selection {
    private static final long SECOND = 1_000_000_000L;

    private final LongSupplier clock;
    private Group group;
    private Members members;
    private final Candidates candidates = new Candidates();
    private int tries;
    private boolean begun;
    private int sticky = Chooser.NONE;
    private long nowNanos;
    private long nowSeconds;

    private Peer current;
    private final Attempt attempt = new Attempt();

    /** What binds the request to a peer, what it is hashed by, and its session if those are learnt. */
    final Output hint = new Output(64);

    final Output key = new Output(64);
    final Output session = new Output(64);

    /** How far hashing methods have come. */
    final HashWalk walk = new HashWalk();

    /** @param clock nanoseconds from anywhere, as the loop's {@code nowNanos} */
    public Selection(LongSupplier clock) {
        this.clock = clock;
    }

    /** Begins a request. Key and hint are empty until set. */
    public Selection begin(Group of) {
        if (current != null) {
            throw new IllegalStateException("the peer " + current + " of the request before was not released");
        }
        group = of;
        members = of.members();
        candidates.enter(members.primary);
        tries = members.primary.tries + members.backup.tries;
        hint.clear();
        key.clear();
        session.clear();
        walk.clear();
        begun = true;
        return this;
    }

    /** What the request is hashed by: the value of the {@code hash} key, or the client's address for {@code ip_hash}. */
    public void key(byte[] bytes, int offset, int length) {
        key.clear();
        key.put(bytes, offset, length);
    }

    /** The {@link Peer#sid} that a sticky session asks for. */
    public void hint(byte[] bytes, int offset, int length) {
        hint.clear();
        hint.put(bytes, offset, length);
    }

    /**
     * The next peer to try, which is then connected to as far as limits are concerned.
     *
     * @return {@code null} when there is none: all were tried, are out or at their limit
     */
    public Peer next() {
        if (current != null) {
            throw new IllegalStateException("the peer " + current + " was not released");
        }
        group.lock.lock();
        try {
            return choose();
        } finally {
            group.lock.unlock();
        }
    }

    /**
     * {@link #next} on behalf of a request that waits, with the group's lock held; any thread. Who has waited begins anew:
     * there may be other peers by now, and those that were tried may have recovered.
     */
    Peer chooseAnew() {
        members = group.members();
        candidates.enter(members.primary);
        walk.clear();
        return choose();
    }

    private Peer choose() {
        readClock();
        int index = pick();
        if (index == Chooser.NONE && !candidates.tier.backup && members.backup.size() > 0) {
            candidates.enter(members.backup);
            walk.clear();
            index = pick();
        }
        return index == Chooser.NONE ? null : take(index);
    }

    private void readClock() {
        nowNanos = clock.getAsLong();
        nowSeconds = Math.floorDiv(nowNanos, SECOND);
    }

    private int pick() {
        Tier tier = candidates.tier;
        sticky = hint.length() == 0 ? Chooser.NONE : candidates.stuckTo(hint, nowSeconds);
        if (tier.single) {
            return sticky >= 0 || candidates.singleCan() ? 0 : Chooser.NONE;
        }
        return sticky >= 0 && !tier.chooser.countsSticky() ? sticky : tier.chooser.choose(this);
    }

    /** Whether a peer of the tier may be taken by this request now. */
    boolean eligible(int index) {
        return candidates.eligible(index, nowSeconds);
    }

    private Peer take(int index) {
        candidates.tried(index);
        Peer peer = candidates.tier.peers[index];
        PeerState state = peer.state;
        if (begun && group.budget() != null) {
            group.budget().request(nowSeconds);
        }
        begun = false;
        state.conns++;
        state.figures.requests++;
        if (nowSeconds - state.checkedSeconds > peer.options().failTimeoutSeconds()) {
            state.checkedSeconds = nowSeconds;
        }
        attempt.begin(group.method, candidates.tier.single, state, nowNanos);
        current = peer;
        return peer;
    }

    /** The header of the peer's answer has arrived: its time counts from {@link #next}. */
    public void header() {
        attempt.header(clock.getAsLong());
        if (!group.method.timesHeaderAtOnce()) {
            return;
        }
        group.lock.lock();
        try {
            attempt.countHeader(current.state);
        } finally {
            group.lock.unlock();
        }
    }

    /** The peer takes connections: who waits for its recovery need not wait for the end of this one. */
    public void reached() {
        group.lock.lock();
        try {
            readClock();
            PassiveHealth.judge(current, false, nowSeconds, nowNanos);
        } finally {
            group.lock.unlock();
        }
    }

    /** What comes from now on is a tunnel: how long it stays open says nothing about the peer. */
    public void tunnel() {
        attempt.timed = false;
    }

    /** Gives the peer back. Without a current peer nothing happens, so that every way out may call it. */
    public boolean release(Outcome outcome) {
        return release(outcome, 0, 0, 0);
    }

    /**
     * {@link #release(Outcome)}, with what is counted for metrics.
     *
     * @param status of the answer, 0 if there was none
     * @return whether the peer is out now by this failure, for its {@code fail_timeout}
     */
    public boolean release(Outcome outcome, int status, long sentBytes, long receivedBytes) {
        if (current == null) {
            return false;
        }
        boolean out = false;
        Peer peer = current;
        group.lock.lock();
        try {
            current = null;
            readClock();
            attempt.end(peer.state, outcome, nowNanos);
            if (candidates.tier.single) {
                peer.state.fails = 0;
                tries = 0;
            } else {
                out = PassiveHealth.judge(peer, outcome == Outcome.FAILED, nowSeconds, nowNanos);
                tries = Math.max(0, tries - 1);
            }
            peer.state.conns--;
            peer.state.figures.ended(outcome, status, sentBytes, receivedBytes);
        } finally {
            group.lock.unlock();
        }
        group.serve();
        return out;
    }

    /** The request is over: whatever was not released is. */
    public void end() {
        release(Outcome.SUCCEEDED);
    }

    /** The peer that the request is at, or {@code null}. */
    public Peer current() {
        return current;
    }

    Group group() {
        return group;
    }

    /** How many more peers are worth a try. At 0 the last failure is the answer. */
    public int tries() {
        return tries;
    }

    /**
     * Whether the request may go to another peer after a failure: some are left, and so is some of the group's retry
     * budget, of which this takes one.
     */
    public boolean mayRetry() {
        if (tries == 0 || group.budget() == null) {
            return tries > 0;
        }
        group.lock.lock();
        try {
            return group.budget().retry(Math.floorDiv(clock.getAsLong(), SECOND));
        } finally {
            group.lock.unlock();
        }
    }

    /** All peers were tried, and there is time: they may be others by now, and those that failed may have recovered. */
    public void renew() {
        members = group.members();
        candidates.enter(members.primary);
        tries = members.primary.tries + members.backup.tries;
        walk.clear();
    }

    /** At most so many tries in all, as {@code *_next_upstream_tries} says; after {@link #begin}. */
    public void limitTries(int most) {
        tries = most > 0 ? Math.min(tries, most) : tries;
    }

    Peer[] peers() {
        return candidates.tier.peers;
    }

    Tier tier() {
        return candidates.tier;
    }

    int stickyIndex() {
        return sticky;
    }

    long clockNanos() {
        return clock.getAsLong();
    }

    long nowNanos() {
        return nowNanos;
    }

    long nowMillis() {
        return Attempt.millis(nowNanos);
    }

    long nowSeconds() {
        return nowSeconds;
    }
}
