package millrace.gateway.stream;

import java.io.IOException;
import java.util.function.Predicate;
import millrace.gateway.config.Configuration;

/** The sessions of one door on one loop. For that loop's thread. */
final class SessionList {
    private Session first;
    private int size;

    void add(Session added) {
        added.following = first;
        if (first != null) {
            first.previous = added;
        }
        first = added;
        size++;
    }

    void remove(Session gone) {
        if (gone.previous == null) {
            first = gone.following;
        } else {
            gone.previous.following = gone.following;
        }
        if (gone.following != null) {
            gone.following.previous = gone.previous;
        }
        size--;
    }

    int size() {
        return size;
    }

    int servedBy(Configuration configuration) {
        int count = 0;
        for (Session each = first; each != null; each = each.following) {
            if (each.isServedBy(configuration)) {
                count++;
            }
        }
        return count;
    }

    /** Ends those for which something holds. */
    void abort(Predicate<Session> which, String why) {
        Session next;
        for (Session each = first; each != null; each = next) {
            next = each.following;
            if (which.test(each)) {
                each.abort(new IOException(why));
            }
        }
    }
}
