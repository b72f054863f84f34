package millrace.os;

import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;

/**
 * How large a terminal is. Any thread. Source: {@code TIOCGWINSZ(2const)}.
 *
 * @param columns at least 1
 * @param rows at least 1
 */
public record TerminalSize(int columns, int rows) {
    private static final Call IOCTL = Call.of("ioctl");
    /** The same on x86-64 and AArch64. */
    private static final long TIOCGWINSZ = 0x5413;

    /** {@code null} when the descriptor is no terminal, or one that does not know. */
    public static TerminalSize of(int descriptor) {
        MemorySegment size = Call.scratch();
        int result = IOCTL.callInt(descriptor, TIOCGWINSZ, size.address());
        int rows = Short.toUnsignedInt(size.get(JAVA_SHORT, 0));
        int columns = Short.toUnsignedInt(size.get(JAVA_SHORT, Short.BYTES));
        return result < 0 || columns == 0 || rows == 0 ? null : new TerminalSize(columns, rows);
    }
}
