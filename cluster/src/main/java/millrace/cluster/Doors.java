package millrace.cluster;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The doors of a worker, until their last connection is closed. For the link's loop alone. */
final class Doors {
    private final PrimaryLink link;
    private final Map<String, Door> open = new HashMap<>();

    /** Closed by the app, with connections that it still serves. */
    private final Set<Door> closing = new HashSet<>();

    Doors(PrimaryLink link) {
        this.link = link;
    }

    /** The door of a port, or {@code null}. */
    Door get(String key) {
        return open.get(key);
    }

    void opened(Door door) {
        open.put(door.key(), door);
    }

    /** The app has closed it, or never got it. */
    void closed(Door door) {
        if (open.remove(door.key(), door)) {
            closing.add(door);
            link.sendClose(door.key());
        }
    }

    /** Nothing more is under way in a door that the app has closed. */
    void idle(Door door) {
        closing.remove(door);
    }

    /** Closes them all; the exit is told when the last connection is closed. */
    void leave(Exit exit, boolean moves) {
        List<Door> all = new ArrayList<>(open.values());
        all.addAll(closing);
        open.clear();
        closing.clear();
        all.forEach(door -> door.closeFromOutside(exit, moves));
        exit.allDoorsClosed();
    }
}
