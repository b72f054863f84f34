package millrace.os;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/** Short texts to and from the buffers of the calls under test. */
final class Bytes {
    private Bytes() {}

    static MemorySegment heap(String text) {
        return MemorySegment.ofArray(text.getBytes(StandardCharsets.UTF_8));
    }

    static MemorySegment nativeOf(String text) {
        return Arena.ofAuto().allocate(text.length()).copyFrom(heap(text));
    }

    /** What a call has put into an array, or its error. */
    static String text(byte[] array, long result) {
        return result < 0 ? Errno.describe((int) -result) : new String(array, 0, (int) result, StandardCharsets.UTF_8);
    }

    /** What can be read from a descriptor now. */
    static String read(int fd) {
        byte[] array = new byte[65_536];
        return text(array, Descriptor.read(fd, MemorySegment.ofArray(array), array.length));
    }

    static int write(int fd, String text) {
        MemorySegment bytes = heap(text);
        return Descriptor.write(fd, bytes, bytes.byteSize());
    }
}
