package millrace.gateway.exchange;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The subrequests of one request that are at work. For the loop's own thread only. */
final class Parts {
    private final List<Exchange> running = new ArrayList<>(0);

    void add(Exchange part) {
        running.add(part);
    }

    void remove(Exchange part) {
        running.remove(part);
    }

    boolean isEmpty() {
        return running.isEmpty();
    }

    /** There is room again; some may end of it. */
    void writable() {
        for (int i = running.size(); i > 0; i--) {
            if (i <= running.size()) {
                running.get(i - 1).writable();
            }
        }
    }

    /** Whom they are for is gone. */
    void gone(IOException cause) {
        while (!running.isEmpty()) {
            running.getLast().gone(cause);
        }
    }
}
