package millrace.loop;

import java.io.IOException;

/** What a program does when a {@link Tunnel} is over. Called from the loop's thread. */
public interface TunnelHandler {
    /**
     * The tunnel is over, called exactly once unless it was stopped. Both connections are on their way to be closed, and
     * what was given to them before is still being sent.
     *
     * @param broken which of the two broke or was closed, or {@code null} when they ended in order
     * @param cause what broke it, if that is known
     */
    void onTunnelEnd(Tunnel tunnel, Connection broken, IOException cause);
}
