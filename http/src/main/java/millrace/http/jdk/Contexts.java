package millrace.http.jdk;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The contexts of a server; the one with the longest path that a request's path begins with gets it. Any thread. */
final class Contexts {
    private final List<Context> contexts = new CopyOnWriteArrayList<>();

    /** @throws IllegalArgumentException when there is one with the path already */
    synchronized void add(Context context) {
        if (contexts.stream().anyMatch(c -> c.getPath().equals(context.getPath()))) {
            throw new IllegalArgumentException("there is a context for " + context.getPath() + " already");
        }
        contexts.add(context);
    }

    /** @throws IllegalArgumentException when there is none with the path */
    void remove(String path) {
        if (!contexts.removeIf(context -> context.getPath().equals(path))) {
            throw new IllegalArgumentException("there is no context for " + path);
        }
    }

    /** The context for a request's path, or null. */
    Context find(String path) {
        Context best = null;
        for (Context context : contexts) {
            if (path.startsWith(context.getPath())
                    && (best == null || context.getPath().length() > best.getPath().length())) {
                best = context;
            }
        }
        return best;
    }
}
