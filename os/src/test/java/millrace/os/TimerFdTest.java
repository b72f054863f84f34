package millrace.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TimerFdTest {
    private final MemorySegment expirations = MemorySegment.ofArray(new long[1]);

    @Test
    void itIsReadableAfterTheDelayAndNotBefore() throws OsException {
        TimerFd timer = TimerFd.open();
        long began = System.nanoTime();
        assertEquals(0, timer.arm(TimeUnit.MILLISECONDS.toNanos(2)));
        while (Errno.EAGAIN.is(Descriptor.read(timer.fd(), expirations, Long.BYTES))) {
            Thread.onSpinWait();
        }
        assertTrue(System.nanoTime() - began >= TimeUnit.MILLISECONDS.toNanos(2));
        Descriptor.close(timer.fd());
    }

    @Test
    void armingAnewForgetsWhatHasPassed() throws OsException {
        TimerFd timer = TimerFd.open();
        timer.arm(1);
        while (Errno.EAGAIN.is(Descriptor.read(timer.fd(), expirations, Long.BYTES))) {
            Thread.onSpinWait();
        }
        assertEquals(0, timer.arm(1));
        assertEquals(0, timer.arm(TimeUnit.HOURS.toNanos(1)));
        assertTrue(Errno.EAGAIN.is(Descriptor.read(timer.fd(), expirations, Long.BYTES)));
        assertEquals(0, timer.disarm());
        assertTrue(Errno.EAGAIN.is(Descriptor.read(timer.fd(), expirations, Long.BYTES)));
        Descriptor.close(timer.fd());
    }
}
