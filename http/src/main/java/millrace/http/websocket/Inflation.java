package millrace.http.websocket;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import millrace.http.websocket.frame.CloseCode;
import millrace.http.websocket.frame.WebSocketException;

/**
 * Decompresses messages (RFC 7692 section 7.2.2), piece by piece, and stops where its reader does: of a short message that
 * becomes a long one, no more is made than is taken. For the loop's own thread only.
 */
final class Inflation {
    /** What a sender leaves away at the end of a message. */
    private static final byte[] TAIL = {0, 0, (byte) 0xff, (byte) 0xff};

    private static final byte[] NOTHING = {};

    /** Takes what has been decompressed. */
    interface Reader {
        void inflated(byte[] bytes, int from, int to, boolean last) throws WebSocketException;

        /** Whether there is a use for more. */
        boolean takesInflated();
    }

    private final Workspace workspace;
    private final boolean keepsContext;
    private final Reader reader;
    private Inflater inflater;

    /** What the inflater reads, and where that ends. */
    private byte[] input = NOTHING;

    private int inputEnd;
    private boolean last;
    private boolean tailOwed;
    private boolean stopped;

    Inflation(Workspace workspace, boolean keepsContext, Reader reader) {
        this.workspace = workspace;
        this.keepsContext = keepsContext;
        this.reader = reader;
    }

    /** Whether {@link #goOn} is to be called before anything else. */
    boolean isStopped() {
        return stopped;
    }

    /**
     * Decompresses a part of a message.
     *
     * @param end whether the message ends here
     */
    void inflate(byte[] bytes, int from, int to, boolean end) throws WebSocketException {
        if (inflater == null) {
            inflater = workspace.takeInflater();
        }
        feed(bytes, from, to);
        last = end;
        tailOwed = end;
        run();
        if (stopped && input == bytes) {
            int rest = inflater.getRemaining();
            feed(Arrays.copyOfRange(bytes, inputEnd - rest, inputEnd), 0, rest); // The array is somebody else's.
        }
    }

    private void feed(byte[] bytes, int from, int to) {
        input = bytes;
        inputEnd = to;
        inflater.setInput(bytes, from, to - from);
    }

    /** Goes on where the reader had taken enough. */
    void goOn() throws WebSocketException {
        if (stopped) {
            stopped = false;
            run();
        }
    }

    private void run() throws WebSocketException {
        byte[] out = workspace.inflated;
        int filled = 0;
        while (true) {
            int count = more(out, filled);
            filled += count;
            if (filled == out.length) {
                reader.inflated(out, 0, filled, false);
                filled = 0;
                if (!reader.takesInflated()) {
                    stopped = true;
                    return;
                }
            } else if (count == 0 && !refill()) {
                break;
            }
        }
        input = NOTHING;
        if (last && !keepsContext) {
            release();
        }
        if (filled > 0 || last) {
            reader.inflated(out, 0, filled, last);
        }
    }

    /** Gives back what it holds. */
    void release() {
        if (inflater != null && keepsContext) {
            inflater.end();
        } else if (inflater != null) {
            workspace.giveBack(inflater);
        }
        inflater = null;
        stopped = false;
    }

    private int more(byte[] out, int filled) throws WebSocketException {
        try {
            return inflater.inflate(out, filled, out.length - filled);
        } catch (DataFormatException e) {
            throw new WebSocketException(CloseCode.INVALID_DATA, "a message is not compressed as it should be");
        }
    }

    /** Nothing more comes out of what is in: puts in what there is, and answers whether that was anything. */
    private boolean refill() {
        if (inflater.finished()) { // A sender may mark a block as the last one, and go on behind it.
            int rest = inflater.getRemaining();
            inflater.reset();
            if (rest > 0) {
                feed(input, inputEnd - rest, inputEnd);
                return true;
            }
            tailOwed = false;
        }
        if (!tailOwed) {
            return false;
        }
        tailOwed = false;
        feed(TAIL, 0, TAIL.length);
        return true;
    }
}
