package millrace.gateway.exchange;

import java.util.concurrent.TimeUnit;
import millrace.gateway.config.Scope;
import millrace.gateway.log.Level;
import millrace.loop.Timer;
import millrace.regex.RegexBudgetExceeded;

/** Leads one request through the phases. For the loop's own thread only. */
public final class PhaseRun {
    private static final int ACCESS = Phase.ACCESS.ordinal();
    private static final int CONTENT = Phase.CONTENT.ordinal();
    private static final int FIND_LOCATION = Phase.FIND_LOCATION.ordinal();
    private static final int POST_REWRITE = Phase.POST_REWRITE.ordinal();

    /** As many changes of the path, and as many redirects inside, as nginx allows. */
    private static final int MOST_CHANGES = 10;

    private final Exchange x;
    private int phase;
    private int index;
    private int changes;
    private int denied;
    private boolean pathChanged;
    private boolean logged;

    PhaseRun(Exchange x) {
        this.x = x;
    }

    void reset() {
        changes = 0;
        denied = 0;
        pathChanged = false;
        logged = false;
    }

    void start(Phase from) {
        phase = from.ordinal();
        index = 0;
        denied = 0;
        go();
    }

    void resume(int answer) {
        if (take(answer)) {
            go();
        }
    }

    private void go() {
        for (;;) {
            if (phase > CONTENT) {
                x.finish(404);
                return;
            }
            PhaseHandler[] handlers = x.plan().handlers[phase];
            if (index < handlers.length) {
                if (!take(answer(handlers[index]))) {
                    return;
                }
            } else if (!next()) {
                return;
            }
        }
    }

    /** A pattern that takes too long on what a stranger has sent ends the request, and nothing else. */
    private int answer(PhaseHandler handler) {
        try {
            return handler.run(x);
        } catch (RegexBudgetExceeded hard) {
            x.log(Level.ALERT, "pcre2_match() failed: " + hard.getMessage());
            return 500;
        }
    }

    /** Whether to go on, and where. */
    private boolean take(int answer) {
        switch (answer) {
            case Phase.NEXT -> {
                index++;
                return true;
            }
            case Phase.OK -> {
                if (phase == ACCESS && !x.plan().satisfyAny) {
                    index++;
                    return true;
                }
                denied = 0;
                phase++;
                index = 0;
                return phase <= CONTENT;
            }
            case Phase.WAIT, Phase.DONE -> {
                return false;
            }
            default -> {
                if (phase == ACCESS && x.plan().satisfyAny && (answer == 401 || answer == 403)) {
                    // A password can be asked for: that is more useful to the client than a bare refusal.
                    denied = denied == 401 ? 401 : answer;
                    index++;
                    return true;
                }
                refuse(answer);
                return false;
            }
        }
    }

    /**
     * With {@code auth_delay}, who has the wrong password waits for the answer that says so: guessing takes long, and how
     * long the check took cannot be measured.
     */
    private void refuse(int answer) {
        long delay = phase == ACCESS && answer == 401 ? x.settings(CoreSettings.KEY).authDelayMillis() : 0;
        if (delay == 0) {
            finish(answer);
            return;
        }
        x.log(Level.INFO, "delaying unauthorized request");
        long serial = x.serial();
        Timer timer = x.loop().events().schedule(() -> {
            if (x.isStill(serial)) {
                finish(answer);
            }
        }, delay, TimeUnit.MILLISECONDS);
        x.attachments().atEnd(timer::cancel);
    }

    /** The phase is over: whether another one comes. */
    private boolean next() {
        if (phase == ACCESS && denied != 0) {
            refuse(denied);
            return false;
        }
        phase++;
        index = 0;
        if (phase == POST_REWRITE && pathChanged) {
            pathChanged = false;
            if (tooManyChanges("processing")) {
                return false;
            }
            x.scope(x.server());
            phase = FIND_LOCATION;
        }
        return true;
    }

    /** {@code rewrite} has changed the path: after its phase, the location is chosen anew. */
    public void pathChanged() {
        pathChanged = true;
    }

    /** Whether the location is to be chosen anew. */
    public boolean isPathChanged() {
        return pathChanged;
    }

    /** Whether it was sent from one place to the next too often; nothing but an error page of its own is left. */
    public boolean isCycle() {
        return changes > MOST_CHANGES;
    }

    /** What was changed shall not lead to another location: {@code break}. */
    public void pathStays() {
        pathChanged = false;
    }

    void redirected() {
        if (!tooManyChanges("internally redirecting to")) {
            x.markInternal();
            x.targetChanged();
            x.locationIntact(true);
            pathChanged = false;
            x.scope(x.server());
            start(Phase.SERVER_REWRITE);
        }
    }

    void entered(Scope named) {
        if (!tooManyChanges("redirecting to a named location, at")) {
            x.markInternal();
            pathChanged = false;
            x.scope(named);
            start(Phase.REWRITE);
        }
    }

    private boolean tooManyChanges(String doing) {
        if (++changes <= MOST_CHANGES) {
            return false;
        }
        x.log(Level.ERROR, "rewrite or internal redirection cycle while " + doing + " \"" + x.uri() + "\"");
        finish(500);
        return true;
    }

    /** Whether somebody answers a status with a page of the configuration's. */
    public boolean hasErrorPage(int status) {
        for (ErrorHandler handler : x.plan().errorHandlers) {
            if (handler.has(x, status)) {
                return true;
            }
        }
        return false;
    }

    void finish(int status) {
        Reply reply = x.reply();
        if (status == 444 || status == 499 || reply.isStarted()) {
            abort();
            return;
        }
        for (ErrorHandler handler : x.plan().errorHandlers) {
            if (handler.handle(x, status)) {
                return;
            }
        }
        SpecialPage.send(x, status);
    }

    /** Too late for an answer: the client learns that by the end of its connection. */
    private void abort() {
        if (x.parent() == null) {
            x.client().abort(x);
        } else {
            x.gone(null);
        }
    }

    void log() {
        if (logged || x.plan() == null) {
            return;
        }
        logged = true;
        for (PhaseHandler handler : x.plan().handlers[Phase.LOG.ordinal()]) {
            handler.run(x);
        }
    }
}
