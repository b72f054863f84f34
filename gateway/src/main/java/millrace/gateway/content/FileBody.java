package millrace.gateway.content;

import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.Reply;
import millrace.gateway.exchange.ReplySource;
import millrace.gateway.exchange.StateKey;
import millrace.gateway.log.Level;
import millrace.loop.FileRegion;
import millrace.os.Descriptor;

/** Sends a file as the body of a reply, whose head is ready: by the kernel if nothing has to see it, else piece by piece. */
public final class FileBody implements ReplySource {
    private static final StateKey<Boolean> SENT = StateKey.create();

    /** Of what a client does not take yet, so much is read: more would wait in memory. */
    private static final int LEAST_PIECE = 1024;

    private final FileLoop files;
    private final int fd;
    private final long size;
    private long at;
    private boolean sending;
    private boolean closed;

    private FileBody(FileLoop files, int fd, long size) {
        this.files = files;
        this.fd = fd;
        this.size = size;
    }

    /** Whether the body that is about to be sent comes in one piece, as far as the filters are there already. */
    public static boolean isWhole(Exchange x) {
        return x.state(SENT) != null && (x.reply().contentLength() <= FileLoop.SMALL || x.reply().takesFiles());
    }

    /** Sends the head and the body, and lets go of the file. */
    public static void send(Exchange x, FileLoop files, OpenFile file) {
        Reply reply = x.reply();
        x.state(SENT, Boolean.TRUE);
        if (!reply.send() || file.size == 0) {
            StaticFile.release(file);
            reply.end();
        } else if (file.size <= FileLoop.SMALL) {
            small(x, files, file);
        } else {
            large(x, files, file);
        }
    }

    private static void small(Exchange x, FileLoop files, OpenFile file) {
        int length = (int) file.size;
        byte[] piece = files.takePiece();
        int read = files.transfer.read(file.fd, 0, piece, 0, length);
        StaticFile.release(file);
        if (read < length) {
            files.giveBack(piece);
            shorter(x, read);
            return;
        }
        x.reply().write(piece, 0, length);
        files.giveBack(piece);
        x.reply().end();
    }

    /** What was promised is not there: only the end of the connection can tell that. */
    private static void shorter(Exchange x, int read) {
        x.log(Level.ALERT, read < 0 ? "read() failed (" + -read + ")" : "file was truncated while it was sent");
        x.finish(500);
    }

    private static void large(Exchange x, FileLoop files, OpenFile file) {
        int fd = file.cached ? Descriptor.duplicate(file.fd) : file.fd;
        if (fd < 0) {
            x.log(Level.ALERT, "no descriptor left for a file");
            x.finish(500);
        } else if (x.reply().takesFiles()) {
            x.reply().write(FileRegion.of(fd, 0, file.size));
            x.reply().end();
        } else {
            FileBody body = new FileBody(files, fd, file.size);
            x.source(body);
            body.onWritable(x);
        }
    }

    @Override
    public void onWritable(Exchange x) {
        if (sending || closed) {
            return;
        }
        // What is written to may find room at once, and say so from within.
        sending = true;
        boolean room = true;
        byte[] piece = files.takePiece();
        while (room && at < size) {
            int most = Math.clamp(x.reply().windowBytes(), LEAST_PIECE, FileLoop.PIECE);
            int length = (int) Math.min(most, size - at);
            int read = files.transfer.read(fd, at, piece, 0, length);
            if (read < length) {
                files.giveBack(piece);
                shorter(x, read);
                return;
            }
            at += length;
            room = x.reply().write(piece, 0, length);
        }
        files.giveBack(piece);
        sending = false;
        if (at == size && !closed) {
            close();
            x.reply().end();
        }
    }

    private void close() {
        closed = true;
        Descriptor.close(fd);
    }

    @Override
    public void onGone(Exchange x) {
        if (!closed) {
            at = size;
            close();
        }
    }
}
