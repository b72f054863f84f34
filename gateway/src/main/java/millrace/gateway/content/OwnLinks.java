package millrace.gateway.content;

import java.util.Arrays;
import millrace.http.codec.Output;
import millrace.os.Errno;
import millrace.os.FileProbe;

/** {@code disable_symlinks}: names without symbolic links, or with such whose owner has what they lead to, too. */
final class OwnLinks {
    private OwnLinks() {}

    /**
     * How much of a name is what {@code from=} says: 0 when the name begins otherwise.
     *
     * @param from one character for each octet
     */
    static int trusted(String from, Output name) {
        byte[] octets = Output.ascii(from);
        int length = octets.length;
        if (length > name.length() || !Arrays.equals(octets, 0, length, name.bytes(), 0, length)) {
            return 0;
        }
        boolean whole = length == name.length() || octets[length - 1] == '/' || name.bytes()[length] == '/';
        return whole ? length : 0;
    }

    /** The descriptor or −errno; {@code −ELOOP} when there is a link behind the trusted part. */
    static int openNone(FileProbe probe, byte[] name, int length, int trusted) {
        if (trusted == length) {
            return probe.open(name, 0, length);
        }
        return trusted == 0 ? probe.openWithoutLinks(name, 0, length) : probe.openWithoutLinks(name, 0, length, trusted);
    }

    /** The same; {@code −ELOOP} when a link belongs to somebody else than what it leads to. */
    static int open(FileProbe probe, byte[] name, int length, int trusted) {
        int fd = openNone(probe, name, length, trusted);
        if (!Errno.ELOOP.is(fd)) {
            return fd;
        }
        for (int end = trusted + 1; end <= length; end++) {
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
