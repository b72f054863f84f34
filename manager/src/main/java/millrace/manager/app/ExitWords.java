package millrace.manager.app;

import millrace.os.ExitStatus;
import millrace.os.Signal;

/** How a process has ended, in words. */
final class ExitWords {
    private ExitWords() {}

    static String of(ExitStatus status) {
        // By identity: the first comparison of a record by its content costs the JVM ten milliseconds, just when an app is down.
        if (status == ExitStatus.UNKNOWN) {
            return "code unknown";
        }
        return status.signal() == 0 ? "code " + status.code() : "signal " + Signal.describe(status.signal());
    }

    /** As PM2 has it: 0 for a process that a signal ended; {@code null} for none that has ended. */
    static Integer code(ExitStatus status) {
        return status == null ? null : Integer.valueOf(Math.max(0, status.code()));
    }
}
