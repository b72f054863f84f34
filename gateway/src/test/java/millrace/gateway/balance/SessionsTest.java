package millrace.gateway.balance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

class SessionsTest {
    private final Sessions sessions = new Sessions(131 * 2, 10);

    private void use(String id, String sid, boolean create, long now) {
        sessions.used(id.getBytes(), id.length(), sid.getBytes(), create, now);
    }

    private byte[] find(String id, long now) {
        return sessions.find(id.getBytes(), id.length(), now);
    }

    @Test
    void onlyACreatingRequestMakesASession() {
        use("a", "1", false, 0);
        assertNull(find("a", 0));
        use("a", "1", true, 0);
        use("a", "2", false, 1);
        assertArrayEquals("2".getBytes(), find("a", 1));
    }

    @Test
    void aSessionEndsWhenItIsNotUsedHoweverOftenItIsLookedFor() {
        use("a", "1", true, 0);
        use("a", "1", false, 5);
        for (int now = 6; now < 15; now++) {
            assertArrayEquals("1".getBytes(), find("a", now));
        }
        assertNull(find("a", 15));
        assertEquals(0, sessions.size());
    }

    @Test
    void whereThereIsNoRoomTheOldestMakesPlace() {
        use("a", "1", true, 0);
        use("b", "1", true, 1);
        use("a", "1", false, 2);
        use("c", "1", true, 3);
        assertNull(find("b", 3));
        assertEquals(2, sessions.size());
    }
}
