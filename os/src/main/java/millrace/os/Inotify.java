package millrace.os;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * What happens in folders, as a descriptor that becomes readable. The kernel keeps the events in a queue of
 * {@code fs.inotify.max_queued_events}; when that is full, it says so and drops the rest.
 *
 * <p>{@link #add} may wait for the disk and may be called from any thread; {@link #read} only from one at a time.
 * Source: {@code inotify(7)}.
 */
public final class Inotify {
    public static final int MODIFY = 0x2;
    public static final int CLOSE_WRITE = 0x8;
    public static final int MOVED_FROM = 0x40;
    public static final int MOVED_TO = 0x80;
    public static final int CREATE = 0x100;
    public static final int DELETE = 0x200;
    public static final int MOVE_SELF = 0x800;

    /** Events were dropped. Comes with the watch number −1. */
    public static final int Q_OVERFLOW = 0x4000;

    /** The watch is no more: it was removed, or what it watched is gone. */
    public static final int IGNORED = 0x8000;

    /** Only when {@link #add} finds a folder there. */
    public static final int ONLYDIR = 0x1000000;

    public static final int DONT_FOLLOW = 0x2000000;

    /** Nothing of files that have no name any more. */
    public static final int EXCL_UNLINK = 0x4000000;

    /** What the event is about is a folder. */
    public static final int ISDIR = 0x40000000;

    /** Offsets in {@code struct inotify_event}; the name follows, padded with NULs to {@code len}. */
    static final int WD = 0;

    static final int MASK = 4;
    static final int LEN = 12;
    static final int EVENT = 16;

    private static final int BUFFER = 32 * 1024;
    private static final Call INIT = Call.of("inotify_init1");
    private static final Call ADD_WATCH = Call.of("inotify_add_watch");
    private static final Call RM_WATCH = Call.of("inotify_rm_watch");

    private final int fd;
    private final byte[] bytes = new byte[BUFFER];
    private final MemorySegment buffer = MemorySegment.ofArray(bytes);

    private Inotify(int fd) {
        this.fd = fd;
    }

    /** Who is told of an event. */
    @FunctionalInterface
    public interface Events {
        /** @param name of the entry in the watched folder, or empty when the event is about the watched itself */
        void event(int watch, int mask, String name);
    }

    public static Inotify open() throws OsException {
        int fd = INIT.callInt(Descriptor.O_NONBLOCK | Descriptor.O_CLOEXEC);
        if (Errno.EMFILE.is(fd)) {
            throw new OsException("watch files (fs.inotify.max_user_instances may be the limit)", -fd);
        }
        return new Inotify(OsException.check(fd, "watch files"));
    }

    /** Whoever polls it closes it. */
    public int fd() {
        return fd;
    }

    /** Watches a path for the events of a mask: the watch's number, which is the old one for a known file; or −errno. */
    public int add(Path path, int mask) {
        try (Arena arena = Arena.ofConfined()) {
            return ADD_WATCH.callInt(fd, CStrings.string(arena, path.toString()).address(), Integer.toUnsignedLong(mask));
        }
    }

    /** Ends a watch: 0 or −errno. Events that are in the queue already are still read. */
    public int remove(int watch) {
        return RM_WATCH.callInt(fd, watch);
    }

    /** Tells of one bufferful of events: their bytes, or −errno; −EAGAIN when there is none. Never waits. */
    public int read(Events events) {
        int length = Descriptor.read(fd, buffer, BUFFER);
        for (int at = 0; at < length; ) {
            int nameLength = buffer.get(JAVA_INT_UNALIGNED, at + LEN);
            int end = at + EVENT;
            while (end < at + EVENT + nameLength && bytes[end] != 0) {
                end++;
            }
            String name = new String(bytes, at + EVENT, end - at - EVENT, StandardCharsets.UTF_8);
            events.event(buffer.get(JAVA_INT_UNALIGNED, at + WD), buffer.get(JAVA_INT_UNALIGNED, at + MASK), name);
            at += EVENT + nameLength;
        }
        return length;
    }
}
