package millrace.offload.dns;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletionException;

/** A look-up that gave no answer. The message says of what, and what to look at. */
public final class DnsException extends IOException {
    private static final long serialVersionUID = 1;

    /** What went wrong. */
    public enum Kind {
        /** The name does not exist (NXDOMAIN). */
        NOT_FOUND,
        /** The name exists, but has no records of the type asked for. */
        NO_DATA,
        /** What was asked is no domain name. */
        BAD_NAME,
        /** No server has answered in time, or none can be reached. Worth another try later. */
        TIMEOUT,
        /** Servers have answered, with errors only, or it cannot be read which servers. Worth another try later. */
        SERVER_FAILURE,
        /** The aliases go in circles, or on for too long. */
        ALIAS_LOOP,
        /** Too many questions are under way already. Worth another try later. */
        OVERLOADED,
        /** The client was closed in the meantime, or its loop has ended. */
        CLOSED
    }

    private final Kind kind;
    private final Duration ttl;

    DnsException(Kind kind, String message) {
        this(kind, message, Duration.ZERO);
    }

    private DnsException(Kind kind, String message, Duration ttl) {
        super(message);
        this.kind = kind;
        this.ttl = ttl;
    }

    /** Nothing was found, and that counts for a while. */
    static DnsException missing(Question question, Outcome.Missing missing) {
        String asked = missing.name().equals(question.name()) ? "" : " (an alias of " + question.name() + ")";
        Duration ttl = Duration.ofNanos(missing.ttlNanos());
        return missing.nameExists()
                ? new DnsException(Kind.NO_DATA, missing.name() + asked + " has no " + question.type() + " record", ttl)
                : new DnsException(Kind.NOT_FOUND, missing.name() + asked + " does not exist", ttl);
    }

    /** What a stage has failed with; anything else than a DnsException is a trouble that may pass. */
    static DnsException from(Throwable thrown) {
        Throwable cause = thrown instanceof CompletionException ? thrown.getCause() : thrown;
        if (cause instanceof DnsException dns) {
            return dns;
        }
        String why = cause instanceof IOException ? cause.getMessage() : String.valueOf(cause);
        DnsException wrapped = new DnsException(Kind.SERVER_FAILURE, why);
        wrapped.initCause(cause);
        return wrapped;
    }

    /** No trace: it would show the loop that read the answer, never who has asked, and failing is to be cheap. */
    @Override
    public Throwable fillInStackTrace() {
        return this;
    }

    public Kind kind() {
        return kind;
    }

    /** For how long this counts without asking again; zero when it is not remembered. */
    public Duration ttl() {
        return ttl;
    }

    /** Whether servers have said that there is nothing. */
    boolean isAboutTheName() {
        return kind == Kind.NOT_FOUND || kind == Kind.NO_DATA;
    }

    /** Whether an old answer is better than this failure. */
    boolean isPassing() {
        return switch (kind) {
            case TIMEOUT, SERVER_FAILURE, OVERLOADED -> true;
            case NOT_FOUND, NO_DATA, BAD_NAME, ALIAS_LOOP, CLOSED -> false;
        };
    }
}
