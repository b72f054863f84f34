package millrace.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import millrace.os.Descriptor;
import millrace.os.OsException;
import millrace.os.Socket;
import org.junit.jupiter.api.Test;

class KeepsakesTest {
    private final Keepsakes keepsakes = new Keepsakes();

    private static int descriptor() throws OsException {
        int[] pair = new int[2];
        OsException.check(Socket.pair(pair), "pair");
        Descriptor.close(pair[1]);
        return pair[0];
    }

    @Test
    void whatIsOldEnoughIsClosedAndNothingElse() throws OsException {
        int first = descriptor();
        int second = descriptor();
        keepsakes.add(first, null, 0);
        keepsakes.add(second, null, 5);
        keepsakes.expire(Keepsakes.KEPT_NANOS + 4);
        assertFalse(Descriptor.isOpen(first));
        assertTrue(Descriptor.isOpen(second));
        keepsakes.expire(Keepsakes.KEPT_NANOS + 5);
        assertFalse(Descriptor.isOpen(second));
        assertTrue(keepsakes.isEmpty());
    }

    @Test
    void ofADeadWorkerWhatItHasNotTouchedGoesToAnotherAndTheRestIsClosed() throws OsException {
        int touched = descriptor();
        int untouched = descriptor();
        keepsakes.add(touched, null, 0);
        keepsakes.add(untouched, null, 0);
        List<Integer> toAnother = new ArrayList<>();
        keepsakes.abandon(fd -> fd == untouched, (port, fd) -> toAnother.add(fd));
        assertEquals(List.of(untouched), toAnother);
        assertFalse(Descriptor.isOpen(touched));
        assertTrue(Descriptor.isOpen(untouched));
        Descriptor.close(untouched);
        assertTrue(keepsakes.isEmpty());
    }

    @Test
    void thereIsAMostAndTheOldestGoesFirst() throws OsException {
        int first = descriptor();
        keepsakes.add(first, null, 0);
        for (int i = 1; i < Keepsakes.MOST; i++) {
            keepsakes.add(descriptor(), null, 0);
        }
        assertTrue(Descriptor.isOpen(first));
        keepsakes.add(descriptor(), null, 0);
        assertFalse(Descriptor.isOpen(first));
        keepsakes.abandon(fd -> false, (port, fd) -> {});
    }
}
