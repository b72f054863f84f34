package millrace.offload.file;

import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import millrace.offload.flow.PatientLane;
import millrace.offload.flow.Pull;

/**
 * A file, or a part of one, as a publisher with one subscriber: an HTTP response's body, a connection's sink. It is read
 * in chunks, each when it is asked for, and is closed at the end, on an error, and when the subscriber cancels. One that
 * is not subscribed to is closed by its owner.
 *
 * <p>Signals come on the loop that asked for the stream; its methods may be called from any thread. Each chunk belongs
 * to the subscriber. A file that becomes shorter meanwhile is an error, since somebody may have been told its length.
 */
public final class FileStream implements Flow.Publisher<ByteBuffer>, AutoCloseable {
    /** Of a chunk, unless something else is asked for. */
    public static final int CHUNK_BYTES = 64 * 1024;

    private final Pull<ByteBuffer> pull;
    private final long length;

    FileStream(PatientLane lane, FileInput input, long length) {
        this.pull = new Pull<>(lane, input, "the stream of a file");
        this.length = length;
    }

    /** How many bytes will come. Some files of {@code /proc} and the like say 0 and have more. */
    public long length() {
        return length;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
        pull.subscribe(subscriber);
    }

    /** Ends it without another signal. Closing twice, or after the end, is nothing. */
    @Override
    public void close() {
        pull.cancel();
    }
}
