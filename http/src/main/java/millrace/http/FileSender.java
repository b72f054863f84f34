package millrace.http;

import java.io.IOException;
import millrace.loop.FileRegion;
import millrace.os.OsException;

/** Sends a file in pieces through memory, at the pace of the client, and ends the response. For the loop's own thread only. */
final class FileSender implements Runnable {
    private static final int PIECE_BYTES = 16 << 10;

    private final Response response;
    private final FileRegion file;
    private final ServerLoop server;

    static void start(Response response, FileRegion file) {
        response.length(file.remaining());
        if (response.isBodiless()) {
            file.close();
            response.send();
            return;
        }
        FileSender sender = new FileSender(response, file, response.connection.server);
        response.onWritable(sender);
        response.onClosed(file::close);
        sender.run();
    }

    private FileSender(Response response, FileRegion file, ServerLoop server) {
        this.response = response;
        this.file = file;
        this.server = server;
    }

    /** Writes until the client is behind; called again when it has caught up. */
    @Override
    public void run() {
        byte[] piece = server.piece(PIECE_BYTES);
        while (file.remaining() > 0) {
            int read = file.read(server.files(), piece, PIECE_BYTES);
            if (read <= 0) {
                response.fail(read < 0 ? new OsException("read a file", -read)
                        : new IOException("a file has become shorter while it was sent"));
                return;
            }
            if (!response.write(piece, 0, read) && file.remaining() > 0) {
                return;
            }
        }
        file.close();
        response.end();
    }
}
