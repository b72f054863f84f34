package millrace.loop;

import java.io.IOException;

/** What a program does about a {@link Relay}. All calls come from the loop's thread, none from within {@code start}. */
public interface RelayHandler {
    /**
     * The relay is over, called exactly once unless it was stopped. Both connections belong to their
     * {@link StreamHandler}s again; the one that is broken is closed after this.
     *
     * @param cause what broke the source or the sink, if that is known
     */
    void onRelayed(Relay relay, Relay.End end, IOException cause);

    /** Bytes have been moved: called at most once a turn. */
    default void onProgress(Relay relay) {}
}
