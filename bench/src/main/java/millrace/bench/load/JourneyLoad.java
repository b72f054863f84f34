package millrace.bench.load;

import java.util.List;
import millrace.bench.client.Client;
import millrace.bench.client.ErrorKind;
import millrace.bench.measure.Recorder;
import millrace.bench.measure.Tally;
import millrace.loop.EventLoop;
import millrace.loop.Timer;

/**
 * Virtual users go through their journeys, each on a connection of its own, with one request under way at most.
 *
 * <pre>
 *              begin          REQUEST             room             answered
 *   resting ──────────▶ next ─────────▶ waiting ─────────▶ asking ──────────▶ next
 *      ▲                │  ▲                                 │ no answer, or one that the journey needs is missing
 *      │ END            │  │ the time is over                ▼
 *      └────────────────┘  └── pausing ◀── PAUSE        the iteration is lost
 * </pre>
 *
 * <p>A request's latency begins when its user wants to send it, also when there is no connection at that moment. For the
 * loop's thread only.
 */
abstract sealed class JourneyLoad extends Load permits CrowdLoad, VisitLoad {
    /** How often iterations came to their end; those that the end of the run has cut off are neither. */
    static final String ITERATIONS = "iterations";

    /** A virtual user. */
    final class User {
        private final int number;
        private final Journey journey;
        private final Timer pause = loop.timer(this::resume);
        private boolean opened;
        private boolean busy;
        private boolean waiting;
        private boolean planned;
        private boolean late;
        private long wantedNanos;

        private User(int number) {
            this.number = number;
            this.journey = script.journey(plan.firstOf(index) + number);
        }

        boolean isBusy() {
            return busy;
        }

        int number() {
            return number;
        }

        /** As somebody who has been here before, and asks when ready. */
        void begin(long iteration, long nowNanos) {
            if (!opened) {
                opened = true;
                clients[number].open();
            }
            busy = true;
            journey.begin(iteration, false);
            walk(nowNanos);
        }

        /**
         * As somebody new.
         *
         * @param dueNanos when the first request is due by the plan
         * @param hadToWait whether all users were busy then
         */
        void visit(long iteration, long dueNanos, boolean hadToWait) {
            busy = true;
            planned = true;
            late = hadToWait;
            journey.begin(iteration, true);
            walk(dueNanos);
        }

        private void resume() {
            walk(System.nanoTime());
        }

        private void walk(long nowNanos) {
            switch (journey.next()) {
                case REQUEST -> {
                    waiting = true;
                    wantedNanos = nowNanos;
                    ask();
                }
                case PAUSE -> pause.arm(journey.pauseNanos());
                case END -> end(true, nowNanos);
            }
        }

        private void ask() {
            Client client = clients[number];
            if (waiting && isRunning() && client.room() > 0) {
                waiting = false;
                Recorder part = parts[journey.requestIndex()];
                part.sent();
                if (planned) {
                    planned = false;
                    recorder.sentByPlan(System.nanoTime() - wantedNanos, late);
                } else {
                    recorder.sent();
                }
                client.reader(journey.reader());
                hand(client, journey.request(), wantedNanos);
            }
        }

        private void end(boolean complete, long nowNanos) {
            busy = false;
            waiting = false;
            planned = false;
            pause.cancel();
            iterations.count(complete);
            ended(this, nowNanos);
            afterwards();
        }

        /** Its connection is closed until it begins again. */
        void leave() {
            pause.cancel();
            clients[number].close();
            clients[number] = client(number);
            opened = false;
        }
    }

    private final Script script;
    private final Tally iterations;
    private final Recorder[] parts;
    final User[] users;

    JourneyLoad(EventLoop loop, Plan plan, Script script, int index, Runnable whenOver) {
        super(loop, plan, index, whenOver);
        this.script = script;
        this.iterations = recorder.tally(ITERATIONS);
        List<String> names = script.requestNames();
        this.parts = names.stream().map(recorder::part).toArray(Recorder[]::new);
        script.checkNames().forEach(recorder::tally);
        this.users = new User[clients.length];
        for (int i = 0; i < users.length; i++) {
            users[i] = new User(i);
        }
    }

    /** A user's iteration is over. */
    abstract void ended(User user, long nowNanos);

    @Override
    final int connectedFirst() {
        int first = usersFirst();
        for (int i = 0; i < first; i++) {
            users[i].opened = true;
        }
        return first;
    }

    abstract int usersFirst();

    @Override
    final void roomAt(Client client, long nowNanos) {
        users[client.number()].ask();
    }

    @Override
    final void count(Client client, long latencyNanos, int status, boolean asExpected) {
        User user = users[client.number()];
        Recorder part = parts[user.journey.requestIndex()];
        ErrorKind error = user.journey.answered(status, recorder);
        boolean timed = plan.errorsTimed() || error == null;
        recorder.answered(latencyNanos, status, error, timed);
        part.answered(latencyNanos, status, error, timed);
    }

    /** Its user asks again as soon as the client has room. */
    @Override
    final void returned(Client client, long fromNanos) {
        User user = users[client.number()];
        parts[user.journey.requestIndex()].discarded();
        user.wantedNanos = fromNanos;
        user.waiting = true;
    }

    @Override
    final void answeredAt(Client client, long nowNanos) {
        User user = users[client.number()];
        if (user.journey.isLost()) {
            user.end(false, nowNanos);
        } else {
            user.walk(nowNanos);
        }
    }

    @Override
    final void failedAt(Client client, ErrorKind kind, int requests, String why) {
        User user = users[client.number()];
        // Who pauses has lost nothing but a connection.
        if (kind.isOfRequest() || kind == ErrorKind.CONNECT && user.waiting) {
            parts[user.journey.requestIndex()].failed(kind, requests, why);
            if (isRunning()) {
                user.end(false, System.nanoTime());
            }
        }
    }

    @Override
    final void finished() {
        for (User user : users) {
            if (clients[user.number].underWay() > 0) {
                parts[user.journey.requestIndex()].unanswered(1);
            }
        }
    }

    @Override
    void ending(long nowNanos) {
        for (User user : users) {
            user.pause.cancel();
            if (user.planned && user.waiting) {
                recorder.missed(1);
            }
        }
    }
}
