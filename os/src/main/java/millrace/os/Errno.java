package millrace.os;

/**
 * Error numbers of Linux (identical on x86-64 and aarch64), each with its name, its meaning and, where there is one,
 * the remedy. Source: {@code errno(3)}, {@code asm-generic/errno-base.h}, {@code asm-generic/errno.h}.
 */
public enum Errno {
    EPERM(1, "operation not permitted", "run as root, or give the program the capability it needs"),
    ENOENT(2, "no such file or directory", null),
    ESRCH(3, "no such process", null),
    EINTR(4, "interrupted by a signal", null),
    EIO(5, "input/output error", null),
    ENXIO(6, "no such device or address", "a pipe that nobody reads cannot be written to"),
    E2BIG(7, "arguments and environment too long", "pass fewer or shorter arguments"),
    ENOEXEC(8, "not an executable format", "add a #! line, or name an interpreter"),
    EBADF(9, "bad file descriptor", null),
    ECHILD(10, "no child process", null),
    EAGAIN(11, "try again", null),
    ENOMEM(12, "out of memory", null),
    EACCES(13, "permission denied", "check owner and mode; ports below 1024 need root or CAP_NET_BIND_SERVICE"),
    EFAULT(14, "bad address", null),
    EBUSY(16, "device or resource busy", null),
    EEXIST(17, "file exists", null),
    ENOTDIR(20, "not a directory", null),
    EISDIR(21, "is a directory", null),
    EINVAL(22, "invalid argument", null),
    ENFILE(23, "too many open files in the system", "raise fs.file-max"),
    EMFILE(24, "too many open files in this process", "raise the limit with ulimit -n"),
    ENOTTY(25, "not a terminal", null),
    EFBIG(27, "file too large", null),
    ENOSPC(28, "no space left on device", "free some space, or raise the limit that is reached"),
    ESPIPE(29, "illegal seek", null),
    EROFS(30, "read-only file system", null),
    EPIPE(32, "broken pipe", null),
    ERANGE(34, "result out of range", null),
    ENAMETOOLONG(36, "name too long", "Unix socket paths end at 107 bytes: use a shorter folder"),
    ENOSYS(38, "not implemented by this kernel", "a newer kernel is needed"),
    ENOTEMPTY(39, "directory not empty", null),
    ELOOP(40, "too many symbolic links", null),
    EPROTO(71, "protocol error", null),
    EOVERFLOW(75, "value too large", null),
    ENOTSOCK(88, "not a socket", null),
    EDESTADDRREQ(89, "destination address required", null),
    EMSGSIZE(90, "message too long", null),
    EPROTOTYPE(91, "wrong protocol type for this socket", null),
    ENOPROTOOPT(92, "socket option not available", null),
    EPROTONOSUPPORT(93, "protocol not supported", null),
    EOPNOTSUPP(95, "operation not supported", null),
    EAFNOSUPPORT(97, "address family not supported", "IPv6 may be switched off on this machine"),
    EADDRINUSE(98, "address already in use", "stop the program that has it (ss -ltnp shows it), or take another port"),
    EADDRNOTAVAIL(99, "address not available on this machine", "ip addr shows the addresses there are"),
    ENETDOWN(100, "network is down", null),
    ENETUNREACH(101, "network unreachable", null),
    ECONNABORTED(103, "connection aborted", null),
    ECONNRESET(104, "connection reset by peer", null),
    ENOBUFS(105, "no buffer space", null),
    EISCONN(106, "already connected", null),
    ENOTCONN(107, "not connected", null),
    ESHUTDOWN(108, "socket was shut down", null),
    ETIMEDOUT(110, "timed out", null),
    ECONNREFUSED(111, "connection refused", "nothing listens there"),
    EHOSTDOWN(112, "host is down", null),
    EHOSTUNREACH(113, "host unreachable", null),
    EALREADY(114, "already in progress", null),
    EINPROGRESS(115, "in progress", null),
    ECANCELED(125, "canceled", null);

    private final int number;
    private final String meaning;
    private final String remedy;

    Errno(int number, String meaning, String remedy) {
        this.number = number;
        this.meaning = meaning;
        this.remedy = remedy;
    }

    /** The positive number. */
    public int number() {
        return number;
    }

    /** Whether a wrapper's result is this error, negated. */
    public boolean is(long result) {
        return result == -number;
    }

    /** Name, meaning and remedy of a positive error number, on one line. */
    public static String describe(int number) {
        Errno errno = of(number);
        return errno == null ? "error " + number
                : errno.meaning + " (" + errno.name() + ")" + (errno.remedy == null ? "" : "; " + errno.remedy);
    }

    /** What helps against a positive error number; {@code null} where nothing is known. */
    public static String remedy(int number) {
        Errno errno = of(number);
        return errno == null ? null : errno.remedy;
    }

    private static Errno of(int number) {
        for (Errno errno : values()) {
            if (errno.number == number) {
                return errno;
            }
        }
        return null;
    }
}
