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
 * and not the loop that serves connections. {@link #append} may be called by one thread.
 */
final class Output implements AutoCloseable {
    /** So much may wait to be written; then whoever has more waits too. Nothing is thrown away. */
    private static final int MOST_WAITING = 4 << 20;

    private final OutputStream stream;
    private final boolean terminal;
    private final Thread writer;
    private byte[] waiting = new byte[8192];
    private int length;
    private boolean closed;
    private boolean broken;

    private Output(OutputStream stream, boolean terminal) {
        this.stream = stream;
        this.terminal = terminal;
        this.writer = new Thread(this::write, "output");
        writer.setDaemon(true);
        writer.start();
    }

    static Output open() {
        return new Output(new FileOutputStream(FileDescriptor.out), Terminal.isAt(1));
    }

    boolean isTerminal() {
        return terminal;
    }

    void append(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        append(bytes, 0, bytes.length);
    }

    synchronized void append(byte[] bytes, int offset, int count) {
        if (broken) {
            return;
        }
        waitWhile(() -> length > MOST_WAITING && !broken);
        if (waiting.length - length < count) {
            waiting = Arrays.copyOf(waiting, Math.max(waiting.length * 2, length + count));
        }
        System.arraycopy(bytes, offset, waiting, length, count);
        length += count;
        notifyAll();
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
                notifyAll();
            }
            try {
                stream.write(taken, 0, count);
            } catch (IOException e) {
                fail(e);
                return;
            }
        }
    }

    /** The reader has gone, or the disk is full. The app goes on: serving matters more than talking. */
    private synchronized void fail(IOException e) {
        broken = true;
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

    /** Returns when everything has been written. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        try {
            writer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
