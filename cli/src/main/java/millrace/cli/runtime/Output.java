package millrace.cli.runtime;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import millrace.cli.Terminal;

/**
 * Standard output, written by a thread of its own: a terminal that somebody has stopped with Ctrl-S stops that thread,
 * and not the loop that serves connections. {@link #append} may be called by one thread, and never waits: when much has
 * not been taken yet, whoever writes so much is told to rest.
 */
final class Output implements AutoCloseable {
    /** When so much waits to be written, who writes it rests until it is down to so much. Nothing is thrown away. */
    private static final int MOST_WAITING = 4 << 20;

    private static final int LEAST_WAITING = 1 << 20;

    private static final int PIECE = 64 << 10;

    /** At the end: nobody reads who has taken nothing for so long. */
    private static final long PATIENCE_MILLIS = 5_000;

    private final OutputStream stream;
    private final boolean terminal;
    private final long patienceMillis;
    private final Thread writer;
    private byte[] waiting = new byte[8192];
    private int length;
    private boolean closed;
    private boolean broken;
    private int crowdedAt = MOST_WAITING;
    private long written;
    private Runnable rest = () -> {};
    private Runnable goOn = () -> {};

    Output(OutputStream stream, boolean terminal, long patienceMillis) {
        this.stream = stream;
        this.terminal = terminal;
        this.patienceMillis = patienceMillis;
        this.writer = new Thread(this::write, "output");
        writer.setDaemon(true);
        writer.start();
    }

    static Output open() {
        return new Output(new FileOutputStream(FileDescriptor.out), Terminal.isAt(1), PATIENCE_MILLIS);
    }

    /**
     * @param rest called within {@link #append} when too much waits, and again when much more came all the same
     * @param goOn called by another thread when that has been written
     */
    void pressure(Runnable rest, Runnable goOn) {
        this.rest = rest;
        this.goOn = goOn;
    }

    boolean isTerminal() {
        return terminal;
    }

    void append(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        append(bytes, 0, bytes.length);
    }

    void append(byte[] bytes, int offset, int count) {
        if (add(bytes, offset, count)) {
            rest.run();
        }
    }

    private synchronized boolean add(byte[] bytes, int offset, int count) {
        if (broken) {
            return false;
        }
        if (waiting.length - length < count) {
            waiting = Arrays.copyOf(waiting, Math.max(waiting.length * 2, length + count));
        }
        System.arraycopy(bytes, offset, waiting, length, count);
        length += count;
        notifyAll();
        boolean crowded = length > crowdedAt;
        if (crowded) {
            // Who is started meanwhile knows nothing, and is told then.
            crowdedAt = length + MOST_WAITING;
        }
        return crowded;
    }

    /** Part of what waited has been written. */
    private void relieve(int count) {
        boolean relieved;
        synchronized (this) {
            written += count;
            relieved = crowdedAt > MOST_WAITING && (length < LEAST_WAITING || broken);
            if (relieved) {
                crowdedAt = MOST_WAITING;
            }
            notifyAll();
        }
        if (relieved) {
            goOn.run();
        }
    }

    private void write() {
        byte[] taken = new byte[8192];
        while (true) {
            int count;
            synchronized (this) {
                waitWhile(() -> length == 0 && !closed);
                if (length == 0) {
                    return;
                }
                byte[] full = waiting;
                count = length;
                waiting = taken;
                taken = full;
                length = 0;
            }
            try {
                writePieces(taken, count);
            } catch (IOException e) {
                fail(e);
                relieve(0);
                return;
            }
        }
    }

    /** So that it is seen whether anybody takes them. */
    private void writePieces(byte[] bytes, int count) throws IOException {
        for (int from = 0; from < count; from += PIECE) {
            int piece = Math.min(PIECE, count - from);
            stream.write(bytes, from, piece);
            relieve(piece);
        }
    }

    /** The reader has gone, or the disk is full. The app goes on: serving matters more than talking. */
    private synchronized void fail(IOException e) {
        broken = true;
        length = 0;
        notifyAll();
        System.err.println("millrace: standard output cannot be written (" + e.getMessage() + "): going on without it");
    }

    private interface Condition {
        boolean holds();
    }

    private synchronized void waitWhile(Condition condition) {
        boolean interrupted = false;
        while (condition.holds()) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns when everything has been written, or nobody takes it. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        try {
            long before;
            do {
                before = progress();
                writer.join(patienceMillis);
            } while (writer.isAlive() && progress() > before);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (writer.isAlive()) {
            System.err.println("millrace: nobody reads standard output: ending without its last lines");
        }
    }

    private synchronized long progress() {
        return written;
    }
}
