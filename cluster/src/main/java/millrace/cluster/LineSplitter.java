package millrace.cluster;

/**
 * Makes lines of a stream of bytes, whatever pieces it comes in. Bytes are passed on as they are, valid UTF-8 or not,
 * without the newline. A line that is too long comes in pieces, never cut inside a character.
 */
final class LineSplitter {

    /** Takes lines, or pieces of over-long ones. */
    interface Sink {
        /**
         * @param buffer valid during the call only
         * @param endsLine whether the line ends here
         */
        void line(byte[] buffer, int offset, int length, boolean endsLine);

        /**
         * Takes whole lines at once, at least one: a program that writes much comes in blocks of them, and most of what
         * a line costs is to be called for it.
         *
         * @param buffer valid during the call only
         * @param length up to and with the last newline
         */
        default void lines(byte[] buffer, int offset, int length) {
            each(buffer, offset, length, (from, size) -> line(buffer, from, size, true));
        }
    }

    /** Takes a line without its newline. */
    interface Piece {
        void at(int offset, int length);
    }

    /** Takes whole lines apart. */
    static void each(byte[] buffer, int offset, int length, Piece piece) {
        int start = offset;
        for (int at = offset; at < offset + length; at++) {
            if (buffer[at] == '\n') {
                piece.at(start, at - start);
                start = at + 1;
            }
        }
    }

    /** The longest line that is passed on in one piece, in bytes. */
    static final int LONGEST = 64 * 1024;

    private static final byte[] NOTHING = new byte[0];

    private final Sink sink;

    /** The beginning of a line whose end has not come yet. */
    private byte[] kept = NOTHING;

    private int keptLength;

    /** Whether a piece of the present line has been passed on. */
    private boolean inLine;

    LineSplitter(Sink sink) {
        this.sink = sink;
    }

    void feed(byte[] buffer, int offset, int length) {
        for (int done = 0; done < length; done += LONGEST) {
            feedPart(buffer, offset + done, Math.min(LONGEST, length - done));
        }
    }

    /** No line that begins and ends in here is too long. */
    private void feedPart(byte[] buffer, int offset, int length) {
        int end = offset + length;
        int start = offset;
        int behindLast = behindLastNewline(buffer, offset, end);
        if (behindLast > offset && (keptLength > 0 || inLine)) {
            while (buffer[start] != '\n') {
                start++;
            }
            lineEnds(buffer, offset, start - offset);
            start++;
        }
        if (behindLast > start) {
            sink.lines(buffer, start, behindLast - start);
            start = behindLast;
        }
        keep(buffer, start, end - start);
    }

    private static int behindLastNewline(byte[] buffer, int offset, int end) {
        int at = end;
        while (at > offset && buffer[at - 1] != '\n') {
            at--;
        }
        return at;
    }

    /** Nothing more comes: what is left is the last line. */
    void end() {
        if (keptLength > 0 || inLine) {
            lineEnds(NOTHING, 0, 0);
        }
    }

    private void lineEnds(byte[] buffer, int offset, int length) {
        if (keptLength + length > LONGEST) {
            keep(buffer, offset, length);
            length = 0;
        }
        if (keptLength > 0) {
            append(buffer, offset, length);
            pass(kept, 0, keptLength, true);
            forget();
        } else {
            pass(buffer, offset, length, true);
        }
    }

    /** Keeps what does not end yet, and passes on whatever would make it too long. */
    private void keep(byte[] buffer, int offset, int length) {
        while (keptLength + length > LONGEST) {
            int part = LONGEST - keptLength;
            append(buffer, offset, part);
            offset += part;
            length -= part;
            int whole = wholeCharacters();
            pass(kept, 0, whole, false);
            System.arraycopy(kept, whole, kept, 0, keptLength - whole);
            keptLength -= whole;
        }
        append(buffer, offset, length);
    }

    private void append(byte[] buffer, int offset, int length) {
        if (keptLength + length > kept.length) {
            int size = Math.clamp(2L * (keptLength + length), 256, LONGEST);
            byte[] larger = new byte[size];
            System.arraycopy(kept, 0, larger, 0, keptLength);
            kept = larger;
        }
        System.arraycopy(buffer, offset, kept, keptLength, length);
        keptLength += length;
    }

    /** How many of the kept bytes end with a whole character; all of them when that is not UTF-8. */
    private int wholeCharacters() {
        for (int back = 1; back <= 3; back++) {
            byte b = kept[keptLength - back];
            if (b >= 0) {
                return keptLength;
            }
            boolean starts = (b & 0xC0) == 0xC0;
            if (starts) {
                int needs = b < (byte) 0xE0 ? 2 : b < (byte) 0xF0 ? 3 : 4;
                return needs > back ? keptLength - back : keptLength;
            }
        }
        return keptLength;
    }

    private void pass(byte[] buffer, int offset, int length, boolean endsLine) {
        inLine = !endsLine;
        sink.line(buffer, offset, length, endsLine);
    }

    private void forget() {
        keptLength = 0;
        if (kept.length > 1024) {
            kept = NOTHING;
        }
    }
}
