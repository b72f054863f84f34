package millrace.bench.load;

import millrace.bench.client.Client;
import millrace.bench.client.ClientListener;
import millrace.bench.client.ErrorKind;
import millrace.bench.client.RequestBytes;
import millrace.bench.measure.Recorder;
import millrace.loop.EventLoop;
import millrace.loop.Timer;

/**
 * One loop's part of a run.
 *
 * <pre>
 *              all are connected or have failed            time over, amount sent,
 *              once, or that takes too long                bailout, stop
 *   connecting ─────────────────────────────▶ running ────────────────────────────▶ draining
 *                                                                                      │ all answered, or
 *                                                                                      ▼ the drain's time is over
 *                                                                                    over
 * </pre>
 *
 * <p>While it drains nothing is sent, and what is under way is answered: else the slowest answers would be left out,
 * and the server would have counted requests that the report has not. For the loop's thread only.
 */
abstract sealed class Load implements ClientListener permits ClosedLoad, UserLoad, OpenLoad, JourneyLoad {
    private enum State {
        CONNECTING,
        RUNNING,
        DRAINING,
        OVER
    }

    /** So long connections are waited for: the others are made while it runs. */
    private static final long MOST_CONNECTING_NANOS = 1_000_000_000;

    final EventLoop loop;
    final Plan plan;
    final int index;
    final Recorder recorder = new Recorder();
    final Client[] clients;
    private final Samples samples;
    private final Runnable whenOver;
    private final Timer deadline;
    private final boolean[] heardOf;
    private int toHearOf;
    private State state = State.CONNECTING;
    private final Quota quota;
    private final Rota rota;
    private long underWay;
    private long beganNanos;
    private long endedNanos;

    /** @param whenOver called once */
    Load(EventLoop loop, Plan plan, int index, Runnable whenOver) {
        this.loop = loop;
        this.plan = plan;
        this.index = index;
        this.whenOver = whenOver;
        this.clients = new Client[(int) plan.share(plan.connections(), index)];
        this.quota = Quota.of(plan, index, clients.length);
        this.rota = new Rota(plan.requests(), clients.length);
        this.heardOf = new boolean[clients.length];
        this.deadline = loop.timer(this::deadline);
        this.samples = new Samples(plan.sampleNanos(), recorder);
        for (int i = 0; i < clients.length; i++) {
            clients[i] = client(i);
        }
    }

    final Client client(int number) {
        return Client.of(loop, number, plan.client(), this);
    }

    static Load of(EventLoop loop, Plan plan, int index, Runnable whenOver) {
        return switch (plan.model()) {
            case Model.Closed _ -> new ClosedLoad(loop, plan, index, whenOver);
            case Model.Users users -> new UserLoad(loop, plan, users, index, whenOver);
            case Model.Open open -> new OpenLoad(loop, plan, open, index, whenOver);
            case Model.Crowd crowd -> new CrowdLoad(loop, plan, crowd, index, whenOver);
            case Model.Visits visits -> new VisitLoad(loop, plan, visits, index, whenOver);
        };
    }

    /** The time runs from now on. */
    abstract void started(long nowNanos);

    /** A client has room. */
    abstract void roomAt(Client client, long nowNanos);

    /** An answer has come, so that there is room. */
    abstract void answeredAt(Client client, long nowNanos);

    /** An answer is to be counted. */
    void count(Client client, long latencyNanos, int status, boolean asExpected) {
        recorder.answered(latencyNanos, status, asExpected, isTimed(status));
    }

    final boolean isTimed(int status) {
        return plan.errorsTimed() || status / 100 == 2;
    }

    /** Requests of a client have failed, or its connection has. They have been counted. */
    void failedAt(Client client, ErrorKind kind, int requests, String why) {}

    /** A request of a client that has begun at this time is to be sent again. */
    void returned(Client client, long fromNanos) {}

    /** Whether nothing will be due any more. */
    boolean isExhausted() {
        return false;
    }

    /** Nothing is sent any more. */
    void ending(long nowNanos) {}

    /** How many clients are connected before it begins; the others are opened when they are needed. */
    int connectedFirst() {
        return clients.length;
    }

    /** The run is over; clients are about to be closed. */
    void finished() {}

    final void connect() {
        toHearOf = connectedFirst();
        deadline.arm(toHearOf == 0 ? 0 : MOST_CONNECTING_NANOS);
        for (int i = 0; i < toHearOf; i++) {
            clients[i].open();
        }
    }

    private void start() {
        state = State.RUNNING;
        beganNanos = System.nanoTime();
        deadline.cancel();
        if (plan.durationNanos() != Long.MAX_VALUE) {
            deadline.arm(beganNanos + plan.durationNanos() - loop.nowNanos());
        }
        samples.start(loop, beganNanos);
        started(beganNanos);
        afterwards();
    }

    private void deadline() {
        switch (state) {
            case CONNECTING -> start();
            case RUNNING -> drain();
            case DRAINING -> over();
            case OVER -> throw new IllegalStateException("the timer of a run that is over");
        }
    }

    /** Ends it early, with what it has so far. */
    final void stop() {
        if (state == State.CONNECTING) {
            beganNanos = System.nanoTime();
        }
        if (state == State.CONNECTING || state == State.RUNNING) {
            drain();
        }
    }

    private void drain() {
        state = State.DRAINING;
        long now = System.nanoTime();
        samples.stop(now);
        ending(now);
        if (underWay == 0) {
            over();
        } else {
            deadline.arm(plan.drainNanos());
        }
    }

    private void over() {
        state = State.OVER;
        endedNanos = System.nanoTime();
        deadline.cancel();
        recorder.unanswered(underWay);
        finished();
        for (Client client : clients) {
            client.close();
        }
        whenOver.run();
    }

    final boolean isRunning() {
        return state == State.RUNNING;
    }

    /** Whether the amount allows another request. */
    final boolean mayIssue() {
        return !quota.isSpent();
    }

    final void issue(Client client, long fromNanos) {
        recorder.sent();
        hand(client, fromNanos);
    }

    /** As {@link #issue}, of a request that the caller has counted. */
    final void hand(Client client, long fromNanos) {
        hand(client, rota.next(client.number()), fromNanos);
    }

    final void hand(Client client, RequestBytes request, long fromNanos) {
        quota.spend(1);
        underWay++;
        client.send(request, fromNanos);
    }

    /** Whether something has brought the run to its end. */
    final void afterwards() {
        // What is under way may have to be sent again, so the amount is not reached before it is answered.
        if (state == State.RUNNING
                && (recorder.errors() >= plan.bailout() || underWay == 0 && (quota.isSpent() || isExhausted()))) {
            drain();
        } else if (state == State.DRAINING && underWay == 0) {
            over();
        }
    }

    @Override
    public final void ready(Client client) {
        if (state == State.RUNNING) {
            roomAt(client, System.nanoTime());
        }
        heard(client);
    }

    /** Of a client's first attempt. */
    private void heard(Client client) {
        if (!heardOf[client.number()]) {
            heardOf[client.number()] = true;
            toHearOf--;
            if (toHearOf == 0 && state == State.CONNECTING) {
                start();
            }
        }
    }

    @Override
    public final void answered(Client client, long fromNanos, long nowNanos, int status, boolean asExpected) {
        underWay--;
        count(client, nowNanos - fromNanos, status, asExpected);
        if (state == State.RUNNING) {
            answeredAt(client, nowNanos);
        }
        if (underWay == 0 || recorder.errors() != 0) {
            afterwards();
        }
    }

    @Override
    public final void failed(Client client, ErrorKind kind, int requests, String why) {
        recorder.failed(kind, requests, why);
        plan.witness().accept(kind, why);
        if (kind.isOfRequest()) {
            underWay -= requests;
        } else if (kind == ErrorKind.CONNECT && plan.amount() != Long.MAX_VALUE) {
            quota.spend(requests); // Else a run by amount against a closed port would have no end.
        }
        failedAt(client, kind, requests, why);
        heard(client);
        if (state == State.CONNECTING && quota.isSpent()) {
            start(); // And at once ends: all that it may do has failed.
        }
        afterwards();
    }

    @Override
    public final void discarded(Client client, long fromNanos) {
        recorder.discarded();
        underWay--;
        quota.spend(-1);
        if (state == State.RUNNING) {
            returned(client, fromNanos);
        }
        afterwards();
    }

    @Override
    public final void received(int bytes) {
        recorder.received(bytes);
    }

    final long beganNanos() {
        return beganNanos;
    }

    final long endedNanos() {
        return endedNanos;
    }

    final Samples samples() {
        return samples;
    }
}
