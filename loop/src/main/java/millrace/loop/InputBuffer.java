package millrace.loop;

import java.lang.foreign.MemorySegment;
import millrace.os.AddressBuffer;
import millrace.os.FileTransfer;
import millrace.os.PacketInfo;

/**
 * The one buffer that all descriptors of a loop are read into. A connection owns no buffer of its own unless its handler
 * leaves something.
 */
final class InputBuffer {
    /** Bytes read at once. */
    static final int SIZE = 64 * 1024;

    /** What a handler has left lies right in front of what is read next, so that both are one piece. */
    static final int HEADROOM = 64 * 1024;

    /** Filled from {@link #HEADROOM} on. */
    final byte[] bytes = new byte[HEADROOM + SIZE];

    /** What is read into. */
    final MemorySegment segment = MemorySegment.ofArray(bytes).asSlice(HEADROOM);

    private AddressBuffer datagramAddress;

    private PacketInfo packetInfo;

    private FileTransfer files;

    /** For bytes of files on their way to where they are encrypted; made when first asked for. */
    FileTransfer files() {
        if (files == null) {
            files = new FileTransfer();
        }
        return files;
    }

    /** For datagrams of which it matters by which address they came; made when first asked for. */
    PacketInfo packetInfo() {
        if (packetInfo == null) {
            packetInfo = new PacketInfo();
        }
        return packetInfo;
    }

    /** For the sender of the datagram that is read, or the receiver of the one that is sent; made when first asked for. */
    AddressBuffer datagramAddress() {
        if (datagramAddress == null) {
            datagramAddress = new AddressBuffer();
        }
        return datagramAddress;
    }
}
