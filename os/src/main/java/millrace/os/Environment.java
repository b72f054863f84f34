package millrace.os;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The environment of this process as the C library has it. Java takes a copy when a program first asks for a variable
 * ({@link System#getenv}), and gives that copy to the programs it starts: what is to be removed from both has to be read
 * and removed here, before that. Source: {@code getenv(3)}.
 */
public final class Environment {
    private static final Call GETENV = Call.of("getenv");
    private static final Call UNSETENV = Call.of("unsetenv");

    private Environment() {}

    /** The value of a variable, or {@code null}. Any thread, as long as none removes. */
    @SuppressWarnings("restricted")
    public static String get(String name) {
        try (Arena arena = Arena.ofConfined()) {
            long value = GETENV.call(CStrings.string(arena, name).address(), 0, 0, 0, 0, 0);
            return value == 0 ? null : MemorySegment.ofAddress(value).reinterpret(Long.MAX_VALUE).getString(0);
        }
    }

    /** Removes a variable: 0, or −errno. The C library's other readers must not run meanwhile: best at the start. */
    public static int remove(String name) {
        try (Arena arena = Arena.ofConfined()) {
            return UNSETENV.callInt(CStrings.string(arena, name).address());
        }
    }
}
