package millrace.os;

import java.io.IOException;

/** A call to the operating system that failed: which, why, and what the user can do about it. */
public class OsException extends IOException {
    private static final long serialVersionUID = 1;

    private final int errno;

    /**
     * @param action what was tried, for example {@code listen on 0.0.0.0:80}
     * @param errno the positive error number
     */
    public OsException(String action, int errno) {
        super(action + ": " + Errno.describe(errno));
        this.errno = errno;
    }

    /** The positive error number, as in {@code errno(3)}. */
    public int errno() {
        return errno;
    }

    /** Passes a result through, or throws when it is a negated error number. */
    public static int check(int result, String action) throws OsException {
        if (result < 0) {
            throw new OsException(action, -result);
        }
        return result;
    }
}
