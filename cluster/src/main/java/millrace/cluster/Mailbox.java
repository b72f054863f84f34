package millrace.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What the primary says to the app; kept until the app says who hears it, which most apps never do. One thread. */
final class Mailbox {
    private static final int MOST_UNHEARD = 1000;

    private final List<String> unheard = new ArrayList<>();
    private Consumer<String> receiver;

    void receiver(Consumer<String> next) {
        receiver = next;
        unheard.forEach(next);
        unheard.clear();
    }

    void heard(String json) {
        if (receiver != null) {
            receiver.accept(json);
        } else if (unheard.size() < MOST_UNHEARD) {
            unheard.add(json);
        }
    }
}
