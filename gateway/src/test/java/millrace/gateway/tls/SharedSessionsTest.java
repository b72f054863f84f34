package millrace.gateway.tls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import millrace.os.OpenSsl;
import millrace.os.SslTicketKey;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class SharedSessionsTest {
    private long now = Long.MAX_VALUE - 5; // As System.nanoTime may be: what counts are differences.

    private static byte[] id(int number) {
        return ByteBuffer.allocate(32).putInt(number).array();
    }

    @Test
    void theOldestGoWhenItIsFullAndItNeverTakesMoreThanItMay() {
        SharedSessions sessions = new SharedSessions(100_000, () -> now);
        for (int i = 0; i < 10_000; i++) {
            sessions.keep(id(i), new byte[200]);
        }
        assertTrue(sessions.count() > 200 && sessions.count() < 500, sessions.count() + " are kept");
        assertNull(sessions.find(id(0)));
        assertArrayEquals(new byte[200], sessions.find(id(9_999)));
    }

    @Test
    void aSessionThatIsKeptAgainCountsOnce() {
        SharedSessions sessions = new SharedSessions(100_000, () -> now);
        sessions.keep(id(1), new byte[10]);
        for (int i = 0; i < 10_000; i++) {
            sessions.keep(id(2), new byte[200]);
        }
        assertEquals(2, sessions.count());
    }

    @Test
    void aKeyMakesTicketsForALifeAndReadsThemForAnother() {
        Assumptions.assumeTrue(OpenSsl.isThere());
        TicketKeys keys = new TicketKeys(() -> now);
        List<SslTicketKey> first = keys.keys(100);
        now += 99;
        assertSame(first, keys.keys(100));
        now += 1;
        List<SslTicketKey> second = keys.keys(100);
        assertEquals(List.of(second.getFirst(), first.getFirst()), second);
        now += 100;
        List<SslTicketKey> third = keys.keys(100);
        assertEquals(List.of(third.getFirst(), second.getFirst()), third);
        now += 1_000;
        assertEquals(1, keys.keys(100).size());
    }
}
