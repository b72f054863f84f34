package millrace.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import millrace.os.Descriptor;
import millrace.os.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every poller promises; each has a test that extends this. */
abstract class PollerContract {
    private static final MemorySegment BYTE = MemorySegment.ofArray(new byte[1]);

    Poller poller;
    final int[] pair = new int[2];

    abstract Poller open() throws Exception;

    @BeforeEach
    void openAll() throws Exception {
        poller = open();
        assertEquals(0, Socket.pair(pair));
    }

    @AfterEach
    void closeAll() {
        Descriptor.close(pair[0]);
        Descriptor.close(pair[1]);
        poller.close();
    }

    private int readyOf(int fd, int timeoutMillis) throws Exception {
        int ready = poller.await(timeoutMillis);
        int found = 0;
        for (int i = 0; i < ready; i++) {
            if (poller.descriptor(i) == fd) {
                assertEquals(0, found, "a descriptor appears once");
                found = poller.ready(i);
            }
        }
        return found;
    }

    private void send() {
        assertEquals(1, Socket.send(pair[1], BYTE, 1));
    }

    private void receive() {
        assertEquals(1, Socket.receive(pair[0], BYTE, 1));
    }

    @Test
    void nothingIsReadyAtFirst() throws Exception {
        poller.add(pair[0], Poller.READ);
        assertFalse((readyOf(pair[0], 0) & Poller.READ) != 0);
    }

    @Test
    void aByteMakesReadable() throws Exception {
        poller.add(pair[0], Poller.READ);
        send();
        assertTrue((readyOf(pair[0], -1) & Poller.READ) != 0);
    }

    @Test
    void whatIsReadyBeforeItIsAddedIsReported() throws Exception {
        send();
        poller.add(pair[0], Poller.READ);
        assertTrue((readyOf(pair[0], -1) & Poller.READ) != 0);
    }

    @Test
    void aLevelIsRepeatedAndAnEdgeIsNot() throws Exception {
        poller.add(pair[0], Poller.READ);
        send();
        assertTrue((readyOf(pair[0], -1) & Poller.READ) != 0);
        assertEquals(!poller.edgeTriggered(), (readyOf(pair[0], 0) & Poller.READ) != 0);
        receive();
        send();
        assertTrue((readyOf(pair[0], -1) & Poller.READ) != 0, "a new byte is a new edge");
    }

    @Test
    void anEmptySocketIsWritable() throws Exception {
        poller.add(pair[0], Poller.WRITE);
        assertTrue((readyOf(pair[0], -1) & Poller.WRITE) != 0);
    }

    @Test
    void interestCanChange() throws Exception {
        poller.add(pair[0], Poller.READ);
        poller.modify(pair[0], Poller.READ | Poller.WRITE);
        assertTrue((readyOf(pair[0], -1) & Poller.WRITE) != 0);
        poller.modify(pair[0], Poller.READ);
        assertFalse((readyOf(pair[0], 0) & Poller.WRITE) != 0);
    }

    @Test
    void whatIsRemovedIsNotReportedAndCanBeAddedAgain() throws Exception {
        poller.add(pair[0], Poller.READ);
        send();
        poller.remove(pair[0], false);
        assertEquals(0, readyOf(pair[0], 0));
        poller.add(pair[0], Poller.READ);
        assertTrue((readyOf(pair[0], -1) & Poller.READ) != 0);
    }

    @Test
    void anEndMakesReadable() throws Exception {
        poller.add(pair[0], Poller.READ);
        Socket.shutdown(pair[1], Socket.SHUT_WR);
        assertTrue((readyOf(pair[0], -1) & Poller.READ) != 0);
    }

    @Test
    void aHangUpMakesAllReadyThatIsOfInterest() throws Exception {
        poller.add(pair[0], Poller.READ | Poller.WRITE);
        Socket.shutdown(pair[1], Socket.SHUT_RDWR);
        assertEquals(Poller.READ | Poller.WRITE, readyOf(pair[0], -1) & (Poller.READ | Poller.WRITE));
    }

    @Test
    void aWaitWithoutEventsEndsWithNone() throws Exception {
        poller.add(pair[0], Poller.READ);
        int ready = poller.await(1);
        // Edge-triggered, the writability of a new socket is news.
        assertTrue(ready == 0 || poller.edgeTriggered());
        assertEquals(0, poller.await(1));
    }
}
