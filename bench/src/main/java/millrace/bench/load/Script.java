package millrace.bench.load;

import java.util.List;

/** What virtual users do. Immutable; any thread. Its text is its name. */
public interface Script {
    /** What its requests are called, in order: reports and figures have them so. */
    List<String> requestNames();

    /** What answers are checked for, in order. */
    List<String> checkNames();

    /**
     * A virtual user's way through it.
     *
     * @param user from 0 on, over all loops
     */
    Journey journey(long user);
}
