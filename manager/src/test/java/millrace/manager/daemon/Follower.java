package millrace.manager.daemon;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import millrace.manager.client.DaemonClient;
import millrace.manager.client.DaemonException;

/** Hears what happens, on a thread of its own, and waits for what a test wants to have happened. */
public final class Follower implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;

    private final DaemonClient client;
    private final LinkedBlockingQueue<Map<String, Object>> events = new LinkedBlockingQueue<>();
    private final List<Map<String, Object>> seen = new ArrayList<>();
    private final Thread thread;

    Follower(DaemonClient client, String... targets) throws IOException {
        this.client = client;
        CountDownLatch subscribed = new CountDownLatch(1);
        this.thread = Thread.ofPlatform().daemon().name("follower").start(() -> {
            try {
                client.subscribe(Map.of("targets", List.of(targets)), subscribed::countDown, events::add);
            } catch (DaemonException e) {
                events.add(Map.of("event", "end", "why", e.getMessage()));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        try {
            if (!subscribed.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("no subscription");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The next event of a kind; what comes before it is passed over. */
    public Map<String, Object> await(Predicate<Map<String, Object>> wanted) throws InterruptedException {
        while (true) {
            Map<String, Object> event = events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (event == null) {
                throw new AssertionError("what was waited for did not happen after " + seen);
            }
            seen.add(event);
            if (wanted.test(event)) {
                return event;
            }
        }
    }

    public Map<String, Object> awaitProcess(String what) throws InterruptedException {
        return await(event -> what.equals(event.get("what")));
    }

    public Map<String, Object> awaitLine(String line) throws InterruptedException {
        return await(event -> line.equals(event.get("line")));
    }

    @Override
    public void close() throws IOException {
        client.close();
        thread.interrupt();
    }
}
