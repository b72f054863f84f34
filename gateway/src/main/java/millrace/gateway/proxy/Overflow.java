package millrace.gateway.proxy;

import java.io.IOException;
import millrace.gateway.body.TempFile;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.Reply;
import millrace.gateway.log.Level;

/**
 * What an upstream has sent faster than the client takes it: it waits in a temporary file, so that the upstream is done
 * with the request. Used again for other answers; for the loop's own thread only.
 */
final class Overflow {
    private static final int PIECE_BYTES = 64 * 1024;

    private TempFile file;
    private long sentBytes;

    /** Whether bytes wait, which all that follows has to wait behind. */
    boolean isPending() {
        return file != null;
    }

    /**
     * Keeps bytes of an answer.
     *
     * @return whether there is room for more: the file does not shrink by what was sent of it, and a slow client of an endless
     * answer shall not fill the disk
     */
    boolean keep(Exchange x, ProxySettings settings, byte[] b, int from, int length) throws IOException {
        if (file == null) {
            file = TempFile.create(settings.tempFolder, TempFile.Name.NONE, x.loop());
            sentBytes = 0;
            if (x.logs(Level.WARN)) {
                x.log(Level.WARN, "an upstream response is buffered to a temporary file " + file.path()
                        + " while reading upstream");
            }
        }
        file.append(b, from, length);
        return file.length() < settings.maxTempFileSize;
    }

    /** Gives the client as much as it takes. */
    void drain(Reply reply) throws IOException {
        while (file != null && sentBytes < file.length()) {
            long left = file.length() - sentBytes;
            boolean more;
            if (reply.takesFiles()) {
                more = reply.write(file.region(sentBytes, left));
                sentBytes += left;
            } else {
                byte[] piece = new byte[(int) Math.min(left, PIECE_BYTES)];
                int read = file.read(sentBytes, piece, 0, piece.length);
                sentBytes += read;
                more = reply.write(piece, 0, read);
            }
            if (!more) {
                return;
            }
        }
        close();
    }

    /** Nobody wants the rest. */
    void discard() {
        try {
            close();
        } catch (IOException e) {
            System.getLogger("millrace.gateway").log(System.Logger.Level.WARNING, "a temporary file stays open", e);
        }
    }

    private void close() throws IOException {
        TempFile old = file;
        file = null;
        if (old != null) {
            old.close();
        }
    }
}
