package millrace.cli.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Standard output that nobody reads for a while, or at all: the loop never waits for it. */
class OutputTest {
    private static final byte[] PIECE = new byte[64 << 10];
    private static final int PIECES = 200;
    private static final long LONG_MILLIS = 60_000;

    /** Takes nothing until told to. */
    private static final class Closed extends OutputStream {
        private final CountDownLatch asked = new CountDownLatch(1);
        private final CountDownLatch open = new CountDownLatch(1);
        private final AtomicLong taken = new AtomicLong();

        @Override
        public void write(int b) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            asked.countDown();
            try {
                open.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            taken.addAndGet(length);
        }
    }

    @Test
    void whoeverWritesMuchRestsUntilItIsReadAndNothingIsLost() throws InterruptedException {
        Closed reader = new Closed();
        AtomicInteger rests = new AtomicInteger();
        CountDownLatch goesOn = new CountDownLatch(1);
        try (Output output = new Output(reader, false, LONG_MILLIS)) {
            output.pressure(rests::incrementAndGet, goesOn::countDown);
            output.append(PIECE, 0, PIECE.length);
            reader.asked.await(); // From now on the thread that writes takes no more.
            for (int i = 1; i < PIECES; i++) {
                output.append(PIECE, 0, PIECE.length);
            }
            assertTrue(rests.get() > 1, "who comes later has to be told, too");
            assertFalse(goesOn.await(0, TimeUnit.MILLISECONDS));
            reader.open.countDown();
            assertTrue(goesOn.await(LONG_MILLIS, TimeUnit.MILLISECONDS));
        }
        assertEquals((long) PIECE.length * PIECES, reader.taken.get());
    }

    @Test
    void theEndDoesNotWaitForAReaderWhoTakesNothing() {
        Closed reader = new Closed();
        Output output = new Output(reader, false, 1);
        output.append("lost");
        output.close();
        assertEquals(0, reader.taken.get());
        reader.open.countDown();
    }
}
