package millrace.manager.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/**
 * What a file lacks because it could not be written for a while. A line that has begun in the file is kept, so that no line
 * is ever cut; those behind it are counted. Pure logic; for the loop's own thread.
 */
final class Outage {
    private LogBuffer kept = new LogBuffer(0);
    private long lost;

    /** What the last note said, and before which byte of the first write it stood. */
    private long noted;

    private int noteAt;

    void lose(long lines) {
        lost += lines;
    }

    /**
     * @param remains what was not written
     * @param midLine whether the file ends in the middle of a line
     * @param written bytes of the write that failed
     */
    void begin(List<LogBuffer> remains, boolean midLine, long written, Mixer mixer, long now) {
        if (noted > 0 && written <= noteAt) {
            // The note itself was not written, and is no line of the app's.
            lost += noted - 1;
        }
        noted = 0;
        Losses losses = Losses.of(remains, midLine);
        kept = losses.kept();
        lost += losses.lines();
        Feed holder = mixer.holder();
        if (holder != null) {
            lost++;
            holder.skipping = holder.inLine;
            if (losses.lacksEnd(midLine)) {
                holder.format.end(kept, now);
            }
            mixer.letGo();
        }
        for (Mixer.Waiting one : mixer.takeWaiting()) {
            lost += one.whole() ? Losses.newlines(one.bytes(), 0, one.bytes().length) : one.begins() ? 1 : 0;
            one.feed().skipping = one.feed().inLine;
        }
    }

    /** Writes what was kept, and a line that says what was lost. */
    void end(LogBuffer to, LineFormat format, String reason, long now) {
        to.append(kept.bytes, 0, kept.length);
        kept = new LogBuffer(0);
        noteAt = to.length;
        noted = lost;
        lost = 0;
        if (noted > 0) {
            byte[] note = ("[millrace] " + words() + ": " + reason).getBytes(UTF_8);
            format.begin(to, now);
            format.body(to, note, 0, note.length);
            format.end(to, now);
        }
    }

    String words() {
        return noted == 0 ? "no line was lost" : noted == 1 ? "1 line was lost" : noted + " lines were lost";
    }
}
