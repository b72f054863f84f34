package millrace.os;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Reads the names in a folder, as octets, a bufferful at a time, so that huge folders need not be read at once. It owns
 * the descriptor. For one thread at a time. Source: {@code getdents64(2)}.
 */
public final class FolderReader implements AutoCloseable {
    private static final int BYTES = 32 * 1024;
    private static final int RECORD_LENGTH = 16;
    private static final int NAME = 19;

    private static final Call GETDENTS = Call.of("getdents64");

    private final int fd;
    private final MemorySegment buffer = Arena.ofAuto().allocate(BYTES, 16);
    private int at;
    private int end;

    /**
     * @param fd an open folder
     */
    public FolderReader(int fd) {
        this.fd = fd;
    }

    /** Makes {@link #next} able to go on: more than 0, 0 at the end of the folder, or −errno. */
    public int fill() {
        at = 0;
        int read = GETDENTS.callInt(fd, buffer.address(), BYTES);
        end = Math.max(0, read);
        return read;
    }

    /** The next name of the bufferful, or {@code null} when another one is needed; {@code .} and {@code ..} are left out. */
    public byte[] next() {
        while (at < end) {
            int record = at;
            at += buffer.get(JAVA_SHORT, record + RECORD_LENGTH) & 0xffff;
            int length = 0;
            while (buffer.get(JAVA_BYTE, record + NAME + length) != 0) {
                length++;
            }
            byte[] name = new byte[length];
            MemorySegment.copy(buffer, JAVA_BYTE, record + NAME, name, 0, length);
            if (!isDots(name)) {
                return name;
            }
        }
        return null;
    }

    private static boolean isDots(byte[] name) {
        return name[0] == '.' && (name.length == 1 || name.length == 2 && name[1] == '.');
    }

    @Override
    public void close() {
        Descriptor.close(fd);
    }
}
