package millrace.manager.log;

import java.util.ArrayDeque;
import java.util.Arrays;
import millrace.loop.Timer;

/**
 * Puts what several streams write into one file, never one line inside another: as long as one stream is in the middle of a
 * line that comes in pieces, the others wait here, in their order. For the loop's own thread only.
 */
final class Mixer {
    /** When so much waits, or something waits for too long, the line is broken: it goes on as another one. */
    private static final int MOST_BYTES = 1 << 20;

    /** Something that waits. {@code begins} and {@code ends} are of no account for whole lines. */
    record Waiting(Feed feed, byte[] bytes, boolean whole, boolean begins, boolean ends) {}

    private final LogFiles files;
    private final Backlog backlog;
    private final Runnable added;
    private final Timer patience;
    private ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private int waitingBytes;
    private Feed holder;

    /** @param added called when a line was broken because others had waited for too long */
    Mixer(LogFiles files, Backlog backlog, Runnable added) {
        this.files = files;
        this.backlog = backlog;
        this.added = added;
        this.patience = files.loop().timer(this::breakLine);
    }

    /** Who is in the middle of a line, or {@code null}. */
    Feed holder() {
        return holder;
    }

    void lines(Feed feed, byte[] buffer, int offset, int length) {
        if (mustWait(feed)) {
            wait(new Waiting(feed, Arrays.copyOfRange(buffer, offset, offset + length), true, true, true));
        } else {
            feed.format.lines(backlog.current(), buffer, offset, length, files.millis());
            backlog.gathered();
        }
    }

    void piece(Feed feed, byte[] buffer, int offset, int length, boolean begins, boolean ends) {
        if (mustWait(feed)) {
            wait(new Waiting(feed, Arrays.copyOfRange(buffer, offset, offset + length), false, begins, ends));
            return;
        }
        LogBuffer to = backlog.current();
        if (begins) {
            feed.format.begin(to, files.millis());
        }
        feed.format.body(to, buffer, offset, length);
        if (ends) {
            feed.format.end(to, files.millis());
        }
        backlog.gathered();
        holder = ends ? null : feed;
        if (ends && !waiting.isEmpty()) {
            release();
        }
    }

    private boolean mustWait(Feed feed) {
        return holder != null && holder != feed;
    }

    private void wait(Waiting one) {
        if (waiting.isEmpty()) {
            patience.arm(files.holdNanos());
        }
        waiting.add(one);
        waitingBytes += one.bytes.length;
        if (waitingBytes > MOST_BYTES) {
            breakLine();
        }
    }

    /** Lets those go on who have waited; it may be that one of them begins the next long line. */
    private void release() {
        for (Waiting one : takeWaiting()) {
            if (one.whole) {
                lines(one.feed, one.bytes, 0, one.bytes.length);
            } else {
                piece(one.feed, one.bytes, 0, one.bytes.length, one.begins, one.ends);
            }
        }
    }

    void breakLine() {
        if (holder != null) {
            holder.format.end(backlog.current(), files.millis());
            holder.inLine = false;
            holder = null;
            backlog.gathered();
        }
        release();
        added.run();
    }

    /** Forgets who is in the middle of a line. */
    void letGo() {
        holder = null;
    }

    /** All that waits, taken out. */
    ArrayDeque<Waiting> takeWaiting() {
        patience.cancel();
        ArrayDeque<Waiting> all = waiting;
        waiting = new ArrayDeque<>();
        waitingBytes = 0;
        return all;
    }
}
