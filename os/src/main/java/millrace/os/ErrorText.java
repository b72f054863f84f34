package millrace.os;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Error numbers in the C library's own words, for logs that are searched for them: {@code Connection refused}. Callable
 * from any thread. {@link Errno#describe} says more, to people. Source: {@code strerror(3)}.
 */
public final class ErrorText {
    private static final int KNOWN = 256;
    private static final int LONGEST = 256;

    private static final Call STRERROR = Call.of("strerror_r");
    private static final AtomicReferenceArray<String> TEXTS = new AtomicReferenceArray<>(KNOWN);

    private ErrorText() {}

    /**
     * The words of a positive error number, without those of a program's own.
     *
     * @param number of a wrapper's result, its sign turned
     */
    public static String of(int number) {
        if (number < 0 || number >= KNOWN) {
            return read(number);
        }
        String text = TEXTS.get(number);
        if (text == null) {
            text = read(number);
            TEXTS.set(number, text);
        }
        return text;
    }

    /** The GNU variant, which answers a pointer, perhaps to the given buffer. */
    @SuppressWarnings("restricted")
    private static String read(int number) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(LONGEST);
            long text = STRERROR.call(number, buffer.address(), LONGEST, 0, 0, 0);
            return MemorySegment.ofAddress(text).reinterpret(LONGEST).getString(0);
        }
    }

    /** As logs put it behind the name of a call: {@code (111: Connection refused)}. */
    public static String numbered(int number) {
        return "(" + number + ": " + of(number) + ")";
    }
}
