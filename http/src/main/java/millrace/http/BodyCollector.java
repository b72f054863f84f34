package millrace.http;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** Puts a body together, up to a limit. */
final class BodyCollector implements Flow.Subscriber<ByteBuffer> {
    private static final int FIRST_BYTES = 512;

    private final CompletableFuture<byte[]> result = new CompletableFuture<>();
    private final int mostBytes;
    private final long expectedBytes;
    private Flow.Subscription subscription;
    private byte[] bytes;
    private int length;

    /** @param expectedBytes −1 when that is not known */
    BodyCollector(long expectedBytes, int mostBytes) {
        this.mostBytes = mostBytes;
        this.expectedBytes = expectedBytes;
    }

    CompletionStage<byte[]> result() {
        return result;
    }

    @Override
    public void onSubscribe(Flow.Subscription s) {
        subscription = s;
        if (expectedBytes > mostBytes) {
            refuse();
            return;
        }
        bytes = new byte[expectedBytes < 0 ? FIRST_BYTES : (int) Math.min(expectedBytes, 64 * FIRST_BYTES)];
        s.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(ByteBuffer buffer) {
        int more = buffer.remaining();
        if (more > mostBytes - length) {
            refuse();
            return;
        }
        if (more > bytes.length - length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(mostBytes, Math.max(2L * bytes.length, length + more)));
        }
        buffer.get(bytes, length, more);
        length += more;
    }

    private void refuse() {
        subscription.cancel();
        result.completeExceptionally(new HttpException(413, "the body is longer than " + mostBytes + " bytes"));
    }

    @Override
    public void onError(Throwable t) {
        result.completeExceptionally(t);
    }

    @Override
    public void onComplete() {
        result.complete(length == bytes.length ? bytes : Arrays.copyOf(bytes, length));
    }
}
