package millrace.cluster;

import static java.util.concurrent.TimeUnit.SECONDS;

/**
 * When a process counts as ready: at its first start that is a word in a table, at a reload the moment from which it
 * serves alone.
 *
 * @param rule what has to happen
 * @param timeoutNanos how long it may take; at a first start the process then counts as ready all the same, at a reload it
 *     has failed
 * @param momentNanos at a reload, a process that has no way to say that it is ready has to have lived for so long
 */
public record Readiness(Rule rule, long timeoutNanos, long momentNanos) {

    /** What makes a process ready. */
    public enum Rule {
        /** It runs. At a reload: and has done so for a moment. */
        RUNS,
        /** It listens, by the cluster protocol. One whose predecessor does not listen either only has to run. */
        LISTENS,
        /**
         * It says so: {@code process.send('ready')} over its channel, or {@code READY=1} to the socket of the variable
         * {@code NOTIFY_SOCKET}, which it is given. Source: {@code sd_notify(3)}.
         */
        SAYS_SO,
        /** Somebody has tried it and says so: {@link Primary#ready}. */
        IS_TRIED
    }

    /** It listens, or runs if it speaks no protocol: three seconds for that, a second as the moment. */
    public static final Readiness DEFAULT = new Readiness(Rule.LISTENS, SECONDS.toNanos(3), SECONDS.toNanos(1));

    public Readiness {
        if (timeoutNanos < 0 || momentNanos < 0) {
            throw new IllegalArgumentException("times of a readiness rule are not negative");
        }
    }

    /** Who has no way to do what is asked for, or whose predecessor never did it, only has to run. */
    Rule effective(boolean listens) {
        return rule == Rule.LISTENS && !listens ? Rule.RUNS : rule;
    }

    public Readiness withRule(Rule other) {
        return new Readiness(other, timeoutNanos, momentNanos);
    }

    public Readiness withTimeoutNanos(long nanos) {
        return new Readiness(rule, nanos, momentNanos);
    }

    public Readiness withMomentNanos(long nanos) {
        return new Readiness(rule, timeoutNanos, nanos);
    }
}
