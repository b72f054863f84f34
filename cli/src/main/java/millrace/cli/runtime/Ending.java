package millrace.cli.runtime;

import java.util.Optional;
import millrace.loop.EventLoop;
import millrace.manager.app.AppInstance;
import millrace.manager.app.Apps;
import millrace.manager.app.ProcessEvent;
import millrace.os.ExitStatus;

/** When it is over, and with which exit code. For the loop's own thread. */
final class Ending {
    /** A signal ends a shell's command with this more than its number. */
    private static final int SIGNALLED = 128;

    private static final int FAILED = 1;

    private final EventLoop loop;
    private final boolean staysEmpty;
    private final Runnable over;
    private Apps apps;
    private AppInstance last;
    private boolean listened;
    private boolean begun;
    private boolean decided;
    private int exitCode;
    private String reason;

    /** @param over is run when no app is left, or the first wish to listen cannot be met */
    Ending(EventLoop loop, boolean staysEmpty, Runnable over) {
        this.loop = loop;
        this.staysEmpty = staysEmpty;
        this.over = over;
    }

    void of(Apps all) {
        apps = all;
    }

    void happened(ProcessEvent event) {
        switch (event.what()) {
            case "start" -> begun = true;
            case "listening" -> listened = true;
            case "cannot listen" -> {
                // The next try would end the same way.
                if (!listened && !decided) {
                    decided = true;
                    exitCode = FAILED;
                    reason = "cannot listen on " + event.detail();
                    loop.execute(over);
                }
            }
            case "exit" -> last = apps.instance(event.pmId());
            case "stop", "errored" -> {
                last = apps.instance(event.pmId());
                begun = true;
                loop.execute(this::look);
            }
            default -> {}
        }
    }

    /** The last one to end decides the exit code. */
    void look() {
        if (decided || staysEmpty || !begun || !apps.instances().stream().allMatch(Ending::isOver)) {
            return;
        }
        decided = true;
        exitCode = last == null ? FAILED : code(last);
        over.run();
    }

    /** Whether it will run no more by itself. */
    private static boolean isOver(AppInstance instance) {
        boolean wakes = instance.app().cronDue() != null
                || !instance.app().config().watch().paths().isEmpty()
                || instance.status().equals("errored") && instance.app().config().restart().healAfterMillis() > 0;
        return instance.isAtRest() && !wakes;
    }

    private static int code(AppInstance instance) {
        ExitStatus status = instance.view().lastExit();
        if (status == null) {
            return FAILED;
        }
        return status.signal() == 0 ? Math.max(0, status.code()) : SIGNALLED + status.signal();
    }

    /** Somebody wants it to end: what becomes of the apps from now on is no accident. */
    void begin() {
        decided = true;
    }

    int exitCode() {
        return exitCode;
    }

    /** Why it could not go on, for the last line. */
    Optional<String> reason() {
        return Optional.ofNullable(reason);
    }
}
