package millrace.loop.pool;

import java.util.ArrayList;
import java.util.List;

/** Who of a crew is idle, and whom to call. Under the lock of the crew, but for {@link #call}. */
final class Roster {
    /** What somebody has to do who has left a job in the inbox. */
    enum Call {
        /** Call a worker. */
        ONE,
        /** Nothing: one is on his way, or all are at work and will look. */
        NOBODY,
        /** Nothing, if the quick task that a worker is at is as quick as its like. */
        IF_SLOW
    }

    private final Crew crew;
    private final int maxThreads;

    /** The one that went idle last is called first: its caches are warm, and the others may end. */
    private final ArrayList<Worker> idle = new ArrayList<>();

    private final List<Worker> alive = new ArrayList<>();
    private boolean oneIsComing;
    private volatile Call call = Call.ONE;

    Roster(Crew crew, int maxThreads) {
        this.crew = crew;
        this.maxThreads = maxThreads;
    }

    /** Any thread; what is true after a job has been added to the inbox. */
    Call call() {
        return call;
    }

    boolean oneIsComing() {
        return oneIsComing;
    }

    /** Whom to wake, who is then on his way, or {@code null} when all are at work. */
    Worker next() {
        Worker worker = null;
        if (!idle.isEmpty()) {
            worker = idle.removeLast();
        } else if (alive.size() < maxThreads) {
            worker = new Worker(crew);
            alive.add(worker);
        }
        oneIsComing = worker != null;
        return worker;
    }

    void coming(boolean isComing) {
        oneIsComing = isComing;
    }

    /** Says what is true now, to those who submit. */
    void post(boolean quickOneAtWork) {
        Call now = oneIsComing || idle.isEmpty() && alive.size() >= maxThreads
                ? Call.NOBODY
                : quickOneAtWork ? Call.IF_SLOW : Call.ONE;
        if (call != now) {
            call = now;
        }
    }

    void rest(Worker worker) {
        idle.add(worker);
    }

    /** Takes an idle worker out; whether it was there. */
    boolean rouse(Worker worker) {
        return idle.remove(worker);
    }

    /** Takes all idle workers out. */
    List<Worker> rouseAll() {
        List<Worker> all = List.copyOf(idle);
        idle.clear();
        return all;
    }

    /** A worker has ended. */
    void gone(Worker worker) {
        alive.remove(worker);
    }

    /** All workers that have not ended. */
    List<Worker> alive() {
        return alive;
    }

    /** Waits until all have ended, each of which is told to those that wait for the lock's condition. */
    void awaitNobody(Object lock) {
        boolean interrupted = false;
        while (!alive.isEmpty()) {
            try {
                lock.wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
