package harness;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/** What became of the requests of a load: every one that was sent is counted once. */
final class LoadOutcome {
    final AtomicLong answered = new AtomicLong();
    final AtomicLong refused = new AtomicLong();
    final AtomicLong broken = new AtomicLong();
    final AtomicLong hanging = new AtomicLong();

    void failed(IOException cause) {
        AtomicLong kind = cause instanceof ConnectException ? refused
                : cause instanceof SocketTimeoutException ? hanging
                : broken;
        kind.incrementAndGet();
    }

    long lost() {
        return refused.get() + broken.get() + hanging.get();
    }

    /** "lost of all", and where any was lost, how. */
    String text() {
        String how = lost() == 0 ? "" : " (" + refused + " refused, " + broken + " broken, " + hanging + " hanging)";
        return lost() + " of " + (answered.get() + lost()) + how;
    }
}
