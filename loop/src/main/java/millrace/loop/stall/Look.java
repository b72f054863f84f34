package millrace.loop.stall;

import java.io.IOException;
import java.util.List;
import millrace.loop.stall.Evidence.Waiting;
import millrace.os.Proc;

/**
 * A look at a stuck thread.
 *
 * @param lock which lock it waits for, and who has it; empty when it waits for none
 * @param call the number of the callback that runs
 */
record Look(List<StackTraceElement> stack, Waiting waiting, String lock, String doing, long call) {
    static final Look UNSEEN = new Look(List.of(), Waiting.UNSEEN, "", "", -1);

    /** A request's target is as long as its client likes. */
    private static final int LONGEST_DOING = 200;

    /** Looks at a loop's thread. What is seen counts only if the same callback runs before and after. */
    static Look at(Pulse pulse) {
        long began = pulse.beganNanos();
        long call = pulse.callCount();
        Object callback = pulse.callback();
        Thread thread = pulse.thread();
        // In this order: a handler that returns at this moment has forgotten its request before its stack is gone.
        String doing = doing(callback);
        boolean sleeps = sleeps(pulse.threadNumber());
        Thread.State state = thread.getState();
        List<StackTraceElement> stack = List.of(thread.getStackTrace());
        if (pulse.beganNanos() != began || pulse.callCount() != call) {
            return UNSEEN;
        }
        // To Java a thread is runnable in any native code, also where that waits.
        return of(thread, sleeps && state == Thread.State.RUNNABLE ? Thread.State.WAITING : state, stack, doing, call);
    }

    /** Whether the kernel has a thread wait for something. */
    private static boolean sleeps(int thread) {
        try {
            Proc known = Proc.of(thread);
            return known != null && (known.state() == 'S' || known.state() == 'D');
        } catch (IOException e) {
            return false; // Without /proc the clocks have to tell.
        }
    }

    static Look of(Thread thread, Thread.State state, List<StackTraceElement> stack, String doing, long call) {
        Waiting waiting = Frames.waiting(state, stack);
        return new Look(stack, waiting, waiting == Waiting.LOCK ? LockHolder.of(thread) : "", doing, call);
    }

    /** What a callback says of itself, else its class: a task's is often a lambda, named after where it stands. */
    static String doing(Object callback) {
        if (callback == null) {
            return "";
        }
        try {
            return callback instanceof Described described ? cut(described.describe()) : Described.nameOf(callback);
        } catch (RuntimeException e) {
            return Described.nameOf(callback); // It went on, and what it read changed.
        }
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_DOING ? text : text.substring(0, LONGEST_DOING) + "…";
    }
}
