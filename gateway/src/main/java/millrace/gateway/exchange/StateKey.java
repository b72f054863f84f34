package millrace.gateway.exchange;

import java.util.concurrent.atomic.AtomicInteger;

/** Where a feature keeps what it knows of one request, one connection or one loop. One constant for each feature. */
public final class StateKey<T> {
    private static final AtomicInteger COUNT = new AtomicInteger();

    final int index = COUNT.getAndIncrement();

    private StateKey() {}

    public static <T> StateKey<T> create() {
        return new StateKey<>();
    }

    static int count() {
        return COUNT.get();
    }
}
