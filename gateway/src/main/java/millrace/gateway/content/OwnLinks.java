package millrace.gateway.content;

import millrace.os.Errno;
import millrace.os.FileProbe;

/** {@code disable_symlinks if_not_owner}: a symbolic link may be followed when its owner has what it leads to, too. */
final class OwnLinks {
    private OwnLinks() {}

    /** The descriptor or −errno; {@code −ELOOP} when a link belongs to somebody else. */
    static int open(FileProbe probe, byte[] name, int length) {
        int fd = probe.openWithoutLinks(name, 0, length);
        if (!Errno.ELOOP.is(fd)) {
            return fd;
        }
        for (int end = 1; end <= length; end++) {
            if (end == length || name[end] == '/') {
                int checked = check(probe, name, end);
                if (checked < 0) {
                    return checked;
                }
            }
        }
        return probe.open(name, 0, length);
    }

    private static int check(FileProbe probe, byte[] name, int end) {
        int link = probe.lookAtLink(name, 0, end);
        int owner = probe.owner();
        int target = link < 0 ? link : probe.look(name, 0, end);
        if (target < 0) {
            return target;
        }
        return owner == probe.owner() ? 0 : -Errno.ELOOP.number();
    }
}
