package millrace.bench.load;

import millrace.loop.EventLoop;
import millrace.loop.Watch;
import millrace.os.OsException;
import millrace.os.TimerFd;

/**
 * Wakes a loop at a moment, to the microsecond; the loop's own timers go by the millisecond. The loop's thread only.
 */
final class Metronome extends Watch {
    /** What is due within so short a time after a beat can wait for the next: beats cost as much as requests. */
    static final long SHORTEST_NANOS = 20_000;

    private final TimerFd timer;
    private final Runnable beat;

    private Metronome(EventLoop loop, TimerFd timer, Runnable beat) {
        super(loop, timer.fd());
        this.timer = timer;
        this.beat = beat;
    }

    /** @param beat runs at each moment it is armed for, and has to arm or disarm it then */
    static Metronome open(EventLoop loop, Runnable beat) throws OsException {
        Metronome metronome = new Metronome(loop, TimerFd.open(), beat);
        metronome.interest(READ);
        return metronome;
    }

    void arm(long delayNanos) {
        timer.arm(Math.max(1, delayNanos));
    }

    void disarm() {
        timer.disarm();
    }

    @Override
    protected void ready(int bits) {
        beat.run();
    }
}
