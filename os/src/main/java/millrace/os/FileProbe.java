package millrace.os;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Opens files, and tells what they are, by names that are octets: what Linux takes a name for. Calls return their result,
 * or −errno; they may wait for the disk. Used again it allocates nothing.
 *
 * <p>For one thread at a time. Source: {@code open(2)}, {@code openat2(2)}, {@code statx(2)}.
 */
public final class FileProbe {
    /** {@code PATH_MAX}: octets of a name, the NUL at its end included. */
    public static final int LONGEST = 4096;

    /** Of {@code openat2(2)}, one and the same on all architectures since it is new. */
    private static final int OPENAT2 = 437;

    private static final int AT_FDCWD = -100;
    private static final int O_PATH = 0x200000;
    private static final int AT_SYMLINK_NOFOLLOW = 0x100;
    private static final long RESOLVE_NO_SYMLINKS = 0x04;

    static final int STX_UID = 20;
    static final int STX_INO = 32;
    static final int STX_MTIME = 112;

    /** {@code STATX_BASIC_STATS}. */
    private static final int BASIC = 0x7ff;

    private static final Call OPEN = Call.of("open");
    private static final Call STATX = Call.of("statx");
    private static final Call SYSCALL = Call.of("syscall");

    private final MemorySegment name = Arena.ofAuto().allocate(LONGEST, 16);
    private final MemorySegment facts = Arena.ofAuto().allocate(RegularFile.STATX, 16);
    private final MemorySegment how = Arena.ofAuto().allocate(24, 16);

    /**
     * Opens a file or folder for reading, close-on-exec. Never waits for a writer when the name is that of a pipe.
     * {@code −EINVAL} when there is a NUL in the name.
     */
    public int open(byte[] path, int offset, int length) {
        int named = name(path, offset, length);
        return named < 0 ? named : OPEN.callInt(name.address(), Descriptor.O_CLOEXEC | Descriptor.O_NONBLOCK, 0);
    }

    /** As {@link #open}; {@code −ELOOP} when a part of the name is a symbolic link, or {@code −ENOSYS} before Linux 5.6. */
    public int openWithoutLinks(byte[] path, int offset, int length) {
        int named = name(path, offset, length);
        return named < 0 ? named : openWithoutLinks(AT_FDCWD);
    }

    /**
     * As {@link #openWithoutLinks(byte[], int, int)}, but the first octets may lead through symbolic links.
     *
     * @param trusted how many do: up to a slash
     */
    public int openWithoutLinks(byte[] path, int offset, int length, int trusted) {
        int named = name(path, offset, trusted);
        int folder = named < 0 ? named : OPEN.callInt(name.address(), Descriptor.O_CLOEXEC | O_PATH, 0);
        if (folder < 0) {
            return folder;
        }
        int rest = offset + trusted;
        while (rest < offset + length && path[rest] == '/') {
            rest++;
        }
        named = name(path, rest, offset + length - rest);
        int fd = named < 0 ? named : openWithoutLinks(folder);
        Descriptor.close(folder);
        return fd;
    }

    private int openWithoutLinks(int folder) {
        how.set(JAVA_LONG, 0, Descriptor.O_CLOEXEC | Descriptor.O_NONBLOCK);
        how.set(JAVA_LONG, 8, 0);
        how.set(JAVA_LONG, 16, RESOLVE_NO_SYMLINKS);
        return SYSCALL.callInt(OPENAT2, folder, name.address(), how.address(), how.byteSize(), 0);
    }

    /** Looks at an open file: 0 or −errno; then the questions below are about it. */
    public int look(int fd) {
        name.set(JAVA_BYTE, 0, (byte) 0);
        return STATX.callInt(fd, name.address(), RegularFile.AT_EMPTY_PATH, BASIC, facts.address(), 0);
    }

    /** Looks at what a name stands for, through symbolic links. */
    public int look(byte[] path, int offset, int length) {
        int named = name(path, offset, length);
        return named < 0 ? named : STATX.callInt(AT_FDCWD, name.address(), 0, BASIC, facts.address(), 0);
    }

    /** Looks at a name itself, were it a symbolic link that leads nowhere. */
    public int lookAtLink(byte[] path, int offset, int length) {
        int named = name(path, offset, length);
        return named < 0
                ? named
                : STATX.callInt(AT_FDCWD, name.address(), AT_SYMLINK_NOFOLLOW, BASIC, facts.address(), 0);
    }

    public boolean isFolder() {
        return type() == RegularFile.S_IFDIR;
    }

    public boolean isRegular() {
        return type() == RegularFile.S_IFREG;
    }

    private int type() {
        return facts.get(JAVA_SHORT, RegularFile.STX_MODE) & RegularFile.S_IFMT;
    }

    /** In bytes. */
    public long size() {
        return facts.get(JAVA_LONG, RegularFile.STX_SIZE);
    }

    /** When it was changed last, in seconds since 1970. */
    public long modifiedSeconds() {
        return facts.get(JAVA_LONG, STX_MTIME);
    }

    public long inode() {
        return facts.get(JAVA_LONG, STX_INO);
    }

    public int owner() {
        return facts.get(JAVA_INT, STX_UID);
    }

    private int name(byte[] path, int offset, int length) {
        if (length >= LONGEST) {
            return -Errno.ENAMETOOLONG.number();
        }
        for (int i = offset; i < offset + length; i++) {
            if (path[i] == 0) {
                return -Errno.EINVAL.number();
            }
        }
        MemorySegment.copy(path, offset, name, JAVA_BYTE, 0, length);
        name.set(JAVA_BYTE, length, (byte) 0);
        return 0;
    }
}
