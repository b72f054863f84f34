package millrace.cluster;

import millrace.os.Errno;
import millrace.os.OsException;

/**
 * A process that could not be started. It has its place like any other until the news of its end arrives, in a later turn.
 *
 * @param isHopeless whether the next try would end the same way; a lack of memory, processes or descriptors passes
 */
record Stillborn(String reason, boolean isHopeless) {

    static Stillborn of(OsException e) {
        int errno = e.errno();
        boolean passes = errno == Errno.EAGAIN.number()
                || errno == Errno.ENOMEM.number()
                || errno == Errno.EMFILE.number()
                || errno == Errno.ENFILE.number();
        return new Stillborn(e.getMessage(), !passes);
    }
}
