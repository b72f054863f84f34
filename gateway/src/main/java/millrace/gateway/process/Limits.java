package millrace.gateway.process;

import millrace.os.OsException;
import millrace.os.Priority;
import millrace.os.Rlimit;

/** What the process may have of the machine; threads that are started later have the same. */
final class Limits {
    private Limits() {}

    static void set(ProcessSettings settings) throws OsException {
        if (settings.mostDescriptors != null) {
            raise(Rlimit.NOFILE, settings.mostDescriptors);
        }
        if (settings.coreBytes != null) {
            raise(Rlimit.CORE, settings.coreBytes);
        }
        if (settings.priority != null) {
            OsException.check(Priority.nice(settings.priority), "setpriority(" + settings.priority + ")");
        }
    }

    /** The hard limit is raised if need be, which takes root, and never lowered. */
    private static void raise(Rlimit limit, long value) throws OsException {
        long hard = limit.get(0).hard();
        boolean enough = hard == Rlimit.UNLIMITED || hard >= value;
        limit.set(0, new Rlimit.Range(value, enough ? hard : value));
    }
}
