package millrace.os;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.lang.foreign.MemorySegment;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SockAddrTest {
    private final MemorySegment storage = Bytes.nativeOf("x".repeat(SockAddr.STORAGE));

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "127.0.0.1", "255.255.255.255", "::", "::1", "2001:db8::ff:1"})
    void addressIsReadAsWritten(String host) throws Exception {
        for (int port : new int[] {0, 80, 65_535}) {
            SocketAddress address = new InetSocketAddress(InetAddress.getByName(host), port);
            assertEquals(address, SockAddr.read(storage, SockAddr.write(address, storage)));
        }
    }

    @Test
    void scopeOfALinkLocalAddressIsKept() throws Exception {
        byte[] bytes = InetAddress.getByName("fe80::1").getAddress();
        SocketAddress address = new InetSocketAddress(Inet6Address.getByAddress(null, bytes, 7), 80);
        InetSocketAddress read = (InetSocketAddress) SockAddr.read(storage, SockAddr.write(address, storage));
        assertEquals(7, ((Inet6Address) read.getAddress()).getScopeId());
    }

    @Test
    void longestPathFits() {
        SocketAddress address = UnixDomainSocketAddress.of("/" + "p".repeat(106));
        assertEquals(110, SockAddr.write(address, storage));
        assertEquals(address, SockAddr.read(storage, 110));
    }

    @Test
    void addressesThatJavaCannotHoldReadAsNone() {
        assertNull(SockAddr.read(storage, 0));
        assertNull(SockAddr.read(storage, 1));
        storage.fill((byte) 0).set(JAVA_SHORT, 0, (short) SockAddr.AF_UNIX);
        assertNull(SockAddr.read(storage, 2), "unnamed");
        storage.set(JAVA_BYTE, 3, (byte) 'a');
        assertNull(SockAddr.read(storage, 10), "abstract");
        storage.set(JAVA_SHORT, 0, (short) SockAddr.AF_INET6);
        assertNull(SockAddr.read(storage, SockAddr.INET6 - 1), "cut off");
    }

    @Test
    void randomBytesNeverBreakTheReader() {
        long seed = 42;
        Random random = new Random(seed);
        byte[] bytes = new byte[SockAddr.STORAGE];
        short[] families = {SockAddr.AF_UNIX, SockAddr.AF_INET, SockAddr.AF_INET6, -1};
        for (int i = 0; i < 100_000; i++) {
            random.nextBytes(bytes);
            storage.copyFrom(MemorySegment.ofArray(bytes));
            storage.set(JAVA_SHORT, 0, families[i % families.length]);
            int length = random.nextInt(-2, 400);
            SocketAddress read = SockAddr.read(storage, length);
            if (read instanceof InetSocketAddress inet && inet.getAddress() instanceof Inet6Address) {
                // What was read is written again as it was, but for the flow information that Java does not keep.
                byte[] again = new byte[SockAddr.INET6];
                storage.fill((byte) 0);
                SockAddr.write(read, storage);
                MemorySegment.ofArray(again).copyFrom(storage.asSlice(0, SockAddr.INET6));
                assertEquals(new String(bytes, 8, 16, StandardCharsets.ISO_8859_1),
                        new String(again, 8, 16, StandardCharsets.ISO_8859_1), "seed " + seed);
            }
        }
    }
}
