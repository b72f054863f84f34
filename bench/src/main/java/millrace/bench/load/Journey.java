package millrace.bench.load;

import millrace.bench.client.AnswerReader;
import millrace.bench.client.ErrorKind;
import millrace.bench.client.RequestBytes;
import millrace.bench.measure.Recorder;

/** One virtual user's way through a {@link Script}. One loop's thread. */
public interface Journey {
    /** What a step is. */
    enum Next {
        /** The {@link #request} is to be sent, and answered before the next step. */
        REQUEST,
        /** {@link #pauseNanos} are to pass before the next step. */
        PAUSE,
        /** The iteration is complete. */
        END
    }

    /**
     * Begins another iteration.
     *
     * @param number from 0 on, over all users of all loops
     * @param newcomer whether it is somebody new, who has no cookies yet
     */
    void begin(long number, boolean newcomer);

    /** Goes on to the next step. */
    Next next();

    RequestBytes request();

    /** One of {@link Script#requestNames}, by its place there. */
    int requestIndex();

    /** Who has to see the answer to the {@link #request}, or {@code null}. */
    AnswerReader reader();

    long pauseNanos();

    /**
     * The {@link #request} has been answered, and the reader has seen the answer.
     *
     * @param recorder counts the checks
     * @return what is wrong with it, or {@code null}
     */
    ErrorKind answered(int status, Recorder recorder);

    /** Whether what the answer lacked is needed by the next steps, so that the iteration cannot go on. */
    boolean isLost();
}
