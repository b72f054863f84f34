package millrace.loop;

import java.lang.System.Logger;
import java.util.ArrayDeque;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import millrace.loop.stall.LoopWatch;
import millrace.loop.stall.Pulse;
import millrace.os.OsException;

/**
 * One thread that serves many descriptors. A turn, in the order of libuv's:
 *
 * <pre>
 *   ┌─▶ 1 timers       those that are due
 *   │   2 tasks        from other threads: {@link #execute} from outside
 *   │   3 microtasks   {@link #execute} from inside, and all that they add, up to a budget
 *   │   4 poll         waits until a descriptor is ready, a timer is due or a task arrives, and calls each
 *   │                  {@link Watch} that is ready; a wait of nothing when there is something left to do
 *   │   5 immediates   {@link #immediate}: what was asked for before this phase began
 *   └── 6 closing      descriptors of closed watches are closed, and their owners told
 * </pre>
 *
 * <p>Each queue has a budget for one turn, so that none starves the others. What a callback throws is logged (or given
 * to {@link #onUncaught}) and ends nothing but that callback.
 *
 * <p>Any thread may call {@link #execute}, {@link #submit}, {@link #stop}, {@link #ended}, {@link #inLoop} and {@link
 * #close}; all else belongs to the loop's thread.
 */
public final class EventLoop implements Executor, AutoCloseable {
    /** How many tasks, microtasks and immediates one turn runs of each. */
    private static final int BUDGET = 1024;

    private static final ThreadLocal<EventLoop> CURRENT = new ThreadLocal<>();

    private final String name;
    private final Watches watches;
    private final TimerWheel timers;
    private final TaskQueue tasks = new TaskQueue();
    private final ArrayDeque<Runnable> microtasks = new ArrayDeque<>();
    private final ArrayDeque<Runnable> immediates = new ArrayDeque<>();
    private final Pulse pulse;
    private final Guard guard;
    private final Rest rest;
    private final Consumer<Timer> firing;
    private final InputBuffer input = new InputBuffer();
    private final Outbox outbox = new Outbox();

    private long nowNanos = System.nanoTime();
    private volatile Thread thread;
    private volatile boolean ended;
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private final CompletableFuture<Void> left = new CompletableFuture<>();
    private boolean begun;
    private boolean running;
    private long turns;

    /** How many {@link Partition}s are under way. */
    int partitions;

    private EventLoop(String name, PollerKind kind) throws OsException {
        this.name = name;
        this.pulse = LoopWatch.shared().pulse(name);
        this.guard = new Guard(this, pulse);
        firing = timer -> guard.run(timer.action);
        this.watches = new Watches(kind.open(), outbox, guard, pulse);
        this.timers = new TimerWheel(nowNanos);
        this.rest = new Rest(watches, timers, tasks, pulse);
    }

    /** A loop that {@link #run} or {@link #start} sets in motion. Until then it belongs to the thread that opened it. */
    public static EventLoop open(String name, PollerKind kind) throws OsException {
        EventLoop loop = new EventLoop(name, kind);
        loop.thread = Thread.currentThread();
        loop.tasks.watchBell(loop);
        return loop;
    }

    /** The loop whose thread this is, or {@code null}. */
    public static EventLoop current() {
        return CURRENT.get();
    }

    /** Runs the loop on a new thread that bears its name. */
    public Thread start() {
        return start(false);
    }

    /** As {@link #start}, on a thread that does not keep the process alive. */
    public Thread startDaemon() {
        return start(true);
    }

    /** The loop is the new thread's before that runs: else what the opener gives it now would count as from inside. */
    private Thread start(boolean daemon) {
        checkThread();
        Thread fresh = new Thread(this::run, name);
        fresh.setDaemon(daemon);
        thread = fresh;
        fresh.start();
        return fresh;
    }

    /** Runs the loop, once, on the calling thread until {@link #stop}, then closes all that is still open on it. */
    public void run() {
        if (begun) {
            throw new IllegalStateException("event loop " + name + " runs once");
        }
        begun = true;
        thread = Thread.currentThread();
        CURRENT.set(this);
        running = true;
        nowNanos = System.nanoTime();
        pulse.begins(nowNanos);
        try {
            while (running) {
                turn();
            }
        } catch (OsException e) {
            // The poller itself is broken: nothing on this loop can be served any more.
            throw new IllegalStateException("event loop " + name + " cannot go on: " + e.getMessage(), e);
        } finally {
            closeAll();
            pulse.ends();
        }
    }

    private void turn() throws OsException {
        turns++;
        timers.expire(nowNanos, firing);
        tasks.drain(BUDGET, guard);
        guard.drain(microtasks, BUDGET);
        outbox.flush();
        poll();
        guard.drain(immediates, immediates.size());
        watches.closeDescriptors();
    }

    private void poll() throws OsException {
        boolean busy = !microtasks.isEmpty() || !immediates.isEmpty() || watches.haveWork() || !running;
        int ready = rest.await(busy);
        nowNanos = rest.wokeNanos();
        outbox.beginCallbacks(nowNanos);
        watches.dispatch(ready);
        outbox.flush();
    }

    /** The last turn: what is open is closed, and what that brings about is done, but who connects again has an end. */
    private void closeAll() {
        outbox.flush();
        tasks.silence();
        watches.closeAll();
        ended = true;
        for (int i = 0; i < BUDGET && !(microtasks.isEmpty() && tasks.isEmpty()); i++) {
            guard.drain(microtasks, microtasks.size());
            tasks.drain(Integer.MAX_VALUE, guard);
            watches.closeAll();
        }
        watches.close();
        CURRENT.remove();
        over.complete(null);
        left.complete(null);
    }

    /**
     * From the loop's thread: runs before the loop polls next. From any other: runs in the loop's next turn.
     *
     * @throws RejectedExecutionException when the loop has ended
     */
    @Override
    public void execute(Runnable task) {
        if (inLoop() && !over.isDone()) {
            microtasks.add(task);
            return;
        }
        tasks.add(task);
        // The last turn looks at the queue once more after it has set the mark, so one of the two sees the task.
        if (ended && tasks.remove(task)) {
            throw new RejectedExecutionException("event loop " + name + " has ended");
        }
    }

    /** Runs a computation on the loop; the stage completes there, with whatever it throws. Any thread. */
    public <T> CompletionStage<T> submit(Callable<T> computation) {
        Submission<T> submission = new Submission<>(computation);
        execute(submission);
        return submission.result();
    }

    /** Runs after the poll of this turn, or of the next one when asked for in that phase. */
    public void immediate(Runnable task) {
        checkThread();
        immediates.add(task);
    }

    /** A timer that is not armed yet. */
    public Timer timer(Runnable action) {
        checkThread();
        return new Timer(this, action);
    }

    /** Runs the task once, not before the delay is over. */
    public Timer schedule(Runnable task, long delay, TimeUnit unit) {
        Timer timer = timer(task);
        timer.arm(unit.toNanos(delay));
        return timer;
    }

    /** Runs the task again and again; a late run does not make the following ones late, but may replace some. */
    public Timer scheduleAtFixedRate(Runnable task, long initialDelay, long period, TimeUnit unit) {
        checkThread();
        return new Periodic(this, task, unit.toNanos(initialDelay), unit.toNanos(period)).timer();
    }

    /** Ends the loop after the turn it is in. Any thread; a loop that has ended already stays so. */
    public void stop() {
        if (!ended) {
            tasks.add(() -> running = false);
        }
    }

    /** Ends the loop and, from another thread, waits for what follows its end. One that never ran is closed by its owner. */
    @Override
    public void close() {
        stop();
        if (!inLoop()) {
            left.join();
        } else if (!begun) {
            begun = true;
            closeAll();
        }
    }

    /** Completes on the loop's thread when it has ended: all is closed, and it takes no more tasks. Any thread. */
    public CompletionStage<Void> ended() {
        return over.minimalCompletionStage();
    }

    /** Who hears of what a callback throws. The default writes it to the log. */
    public void onUncaught(Consumer<Throwable> handler) {
        checkThread();
        guard.onUncaught(handler);
    }

    /** When this turn began, or its wait ended, by {@link System#nanoTime}; before the first turn, the time itself. */
    public long nowNanos() {
        return running ? nowNanos : System.nanoTime();
    }

    /** How often the loop has gone round. */
    public long turns() {
        return turns;
    }

    /** Whether the calling thread is the loop's. Any thread. */
    public boolean inLoop() {
        return Thread.currentThread() == thread;
    }

    /** Throws when the calling thread is not the loop's. */
    public void checkThread() {
        if (Thread.currentThread() != thread) {
            throw new IllegalStateException("event loop " + name + " belongs to the thread "
                    + (thread == null ? "that will run it" : thread.getName()) + ", and this is "
                    + Thread.currentThread().getName() + ": use execute");
        }
    }

    @Override
    public String toString() {
        return name;
    }

    Watches watches() {
        return watches;
    }

    TimerWheel timers() {
        return timers;
    }

    InputBuffer input() {
        return input;
    }

    Outbox outbox() {
        return outbox;
    }

    /** Loaded when something is first logged: a quiet program starts faster. */
    Logger log() {
        return guard.log();
    }
}
