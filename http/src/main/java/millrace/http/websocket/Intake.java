package millrace.http.websocket;

/** Whether a {@link WebSocket} is read from, and for what it waits. For the loop's own thread only. */
final class Intake {
    /** So much is decompressed for one connection in a turn of the loop: a thousandth of it is enough to ask for that. */
    private static final int MOST_AT_ONCE = 1 << 20;

    private final Wire wire;

    /** Reads again, unless there is another reason not to. */
    private final Runnable goOn;

    private boolean paused;

    /** The other side does not take its pongs. */
    private boolean congested;

    /** Others of the loop have their turn. */
    private boolean rests;

    private int inflatedBytes;

    Intake(Wire wire, Runnable goOn) {
        this.wire = wire;
        this.goOn = goOn;
    }

    boolean isOpen() {
        return !paused && !congested && !rests;
    }

    boolean isPaused() {
        return paused;
    }

    void pause() {
        paused = true;
        wire.pause();
    }

    void resume() {
        if (paused) {
            paused = false;
            goOn.run();
        }
    }

    void congested() {
        congested = true;
        wire.pause();
    }

    void drained() {
        if (congested) {
            congested = false;
            goOn.run();
        }
    }

    /** So much of what has come has been decompressed. */
    void inflated(int bytes) {
        inflatedBytes += bytes;
        if (inflatedBytes >= MOST_AT_ONCE && !rests) {
            rests = true;
            wire.pause();
            wire.loop().immediate(this::rested);
        }
    }

    private void rested() {
        rests = false;
        inflatedBytes = 0;
        goOn.run();
    }

    /** Nothing is a reason to wait any more: what comes is thrown away. */
    void discard() {
        paused = false;
        congested = false;
        wire.resume();
    }
}
