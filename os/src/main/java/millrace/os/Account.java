package millrace.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/**
 * A user of the machine, as its user database knows him: files, or whatever {@code nsswitch.conf} names, which may take
 * its time. Callable from any thread. Source: {@code getpwnam_r(3)}, {@code getgrnam_r(3)}.
 *
 * @param uid his number
 * @param gid his group's number
 * @param home his folder
 */
public record Account(String name, int uid, int gid, String home) {
    /** Offsets in {@code struct passwd} and {@code struct group}. */
    private static final int PW_UID = 16;

    private static final int PW_GID = 20;
    private static final int PW_DIR = 32;
    private static final int GR_GID = 16;
    private static final int ENTRY = 64;

    /** Room for the strings of an entry; a group may have many members. */
    private static final int STRINGS = 64 * 1024;

    private static final Call GETPWNAM = Call.of("getpwnam_r");
    private static final Call GETPWUID = Call.of("getpwuid_r");
    private static final Call GETGRNAM = Call.of("getgrnam_r");
    private static final Call GETEUID = Call.of("geteuid");

    /**
     * The user of a name, or of a number written as text.
     *
     * @throws OsException {@code ENOENT} when there is none
     */
    public static Account named(String nameOrNumber) throws OsException {
        try (Arena arena = Arena.ofConfined()) {
            boolean isNumber = isNumber(nameOrNumber);
            Call call = isNumber ? GETPWUID : GETPWNAM;
            long key = isNumber ? Integer.parseInt(nameOrNumber) : CStrings.string(arena, nameOrNumber).address();
            MemorySegment entry = look(arena, call, key, "find the user " + nameOrNumber);
            String name = text(entry, 0);
            return new Account(name, entry.get(JAVA_INT, PW_UID), entry.get(JAVA_INT, PW_GID), text(entry, PW_DIR));
        }
    }

    /** The number of a group that is given by name or number; it throws {@code ENOENT} when there is none of the name. */
    public static int groupNamed(String nameOrNumber) throws OsException {
        if (isNumber(nameOrNumber)) {
            return Integer.parseInt(nameOrNumber);
        }
        try (Arena arena = Arena.ofConfined()) {
            long key = CStrings.string(arena, nameOrNumber).address();
            return look(arena, GETGRNAM, key, "find the group " + nameOrNumber).get(JAVA_INT, GR_GID);
        }
    }

    /** Whose rights this process has. */
    public static int effectiveUid() {
        return GETEUID.callInt(0);
    }

    private static boolean isNumber(String text) {
        return text.matches("[0-9]{1,9}");
    }

    private static MemorySegment look(Arena arena, Call call, long key, String action) throws OsException {
        MemorySegment entry = arena.allocate(ENTRY, ADDRESS.byteAlignment());
        MemorySegment strings = arena.allocate(STRINGS);
        MemorySegment result = arena.allocate(ADDRESS);
        OsException.check(
                call.callStatus(key, entry.address(), strings.address(), STRINGS, result.address(), 0), action);
        if (result.get(ADDRESS, 0).address() == 0) {
            throw new OsException(action, Errno.ENOENT.number());
        }
        return entry;
    }

    @SuppressWarnings("restricted")
    private static String text(MemorySegment entry, int offset) {
        return entry.get(ADDRESS, offset).reinterpret(STRINGS).getString(0, StandardCharsets.UTF_8);
    }
}
