package millrace.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.SocketAddress;

/**
 * A socket address in the kernel's own form, to be used again and again: answering a datagram needs no Java address.
 * One thread at a time.
 */
public final class AddressBuffer {
    private final MemorySegment memory = Arena.ofAuto().allocate(SockAddr.STORAGE + Integer.BYTES, 8);
    private final MemorySegment storage = memory.asSlice(0, SockAddr.STORAGE);

    /** Holds no address yet. */
    public AddressBuffer() {}

    public void set(SocketAddress address) {
        memory.set(JAVA_INT, SockAddr.STORAGE, SockAddr.write(address, storage));
    }

    /** The address, or {@code null} when there is none, as of unnamed Unix sockets. */
    public SocketAddress get() {
        return SockAddr.read(storage, length());
    }

    /** Empties it for a call that writes an address into it. */
    AddressBuffer clear() {
        memory.set(JAVA_INT, SockAddr.STORAGE, SockAddr.STORAGE);
        return this;
    }

    long address() {
        return memory.address();
    }

    int length() {
        return memory.get(JAVA_INT, SockAddr.STORAGE);
    }

    void length(int bytes) {
        memory.set(JAVA_INT, SockAddr.STORAGE, bytes);
    }

    /** Where the kernel writes the length. */
    long lengthAddress() {
        return memory.address() + SockAddr.STORAGE;
    }
}
