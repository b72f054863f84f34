package millrace.offload.compress;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.Flow;
import millrace.offload.flow.Demand;
import millrace.offload.flow.NoSubscription;
import millrace.offload.flow.PatientLane;

/**
 * A {@link Codec} between a publisher and a subscriber. Back-pressure goes through: a piece is asked for when the last
 * one is used up and somebody wants what comes of it. In memory are one piece of input and one chunk of output.
 *
 * <p>What is left of a piece when that is small is computed on the loop, the rest on a lane of the CPU pool. Signals come
 * on the loop where the stream was made, and are taken from any thread. The codec is closed with the stream, and that
 * ends when it completes, fails or is cancelled; one that is not connected on both sides is closed by its owner.
 */
public final class CodecStream implements Flow.Processor<ByteBuffer, ByteBuffer>, AutoCloseable {
    /** Of output at a time. */
    static final int CHUNK_BYTES = 32 * 1024;

    /**
     * So much input is worth less than the way to a worker and back, which takes 4 µs in the median and 25 at the 99th
     * percentile of a quiet pool: a compressor of level 6 takes in 1 KB of text in 5 µs, and 4 KB in 18.
     */
    static final int INLINE_BYTES = 1024;

    private final PatientLane lane;
    private final Codec codec;
    private final Demand demand = new Demand();
    private Flow.Subscription upstream;
    private Flow.Subscriber<? super ByteBuffer> downstream;

    /** A piece has been asked for; a worker computes; this class is at work further up the stack. */
    private boolean asked;

    private boolean busy;
    private boolean advancing;

    /** There will be no more input; the codec is told when no worker has it. */
    private boolean inputOver;

    /** The last chunk was full, so there is likely to be much more. */
    private boolean streaming;

    private boolean over;

    /** Set when the source failed before there was a subscriber. */
    private Throwable failure;

    CodecStream(PatientLane lane, Codec codec) {
        this.lane = lane;
        this.codec = codec;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        lane.onLoop(() -> {
            if (upstream != null || over) {
                given.cancel();
                return;
            }
            upstream = given;
            advance();
        });
    }

    @Override
    public void onNext(ByteBuffer piece) {
        lane.onLoop(() -> {
            if (over) {
                return;
            }
            asked = false;
            byte[] bytes;
            int offset = 0;
            int length = piece.remaining();
            if (piece.hasArray()) {
                bytes = piece.array();
                offset = piece.arrayOffset() + piece.position();
            } else {
                bytes = new byte[length];
                piece.get(bytes);
            }
            codec.input(bytes, offset, length);
            advance();
        });
    }

    @Override
    public void onError(Throwable cause) {
        lane.onLoop(() -> {
            upstream = null;
            fail(cause);
        });
    }

    @Override
    public void onComplete() {
        lane.onLoop(() -> {
            if (!over) {
                asked = false;
                inputOver = true;
                advance();
            }
        });
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> newcomer) {
        Objects.requireNonNull(newcomer);
        lane.onLoop(() -> {
            if (downstream != null || over && failure == null) {
                NoSubscription.refuse(newcomer, "a stream of a codec");
                return;
            }
            downstream = newcomer;
            newcomer.onSubscribe(new Asking());
            if (failure != null) {
                newcomer.onError(failure);
            }
        });
    }

    /** Ends it without another signal downstream; upstream is cancelled. Closing twice is the same as once. */
    @Override
    public void close() {
        lane.onLoop(() -> {
            if (!over) {
                end();
                cancelUpstream();
            }
        });
    }

    private final class Asking implements Flow.Subscription {
        @Override
        public void request(long n) {
            lane.onLoop(() -> {
                if (over) {
                    return;
                }
                try {
                    demand.add(n);
                } catch (IllegalArgumentException e) {
                    fail(e);
                    return;
                }
                advance();
            });
        }

        @Override
        public void cancel() {
            close();
        }
    }

    /** Goes on until something has to be waited for. A subscriber that asks from within onNext is not nested. */
    private void advance() {
        if (advancing) {
            return;
        }
        advancing = true;
        try {
            boolean goesOn = true;
            while (goesOn && !busy && !over && downstream != null) {
                goesOn = step();
            }
        } finally {
            advancing = false;
        }
    }

    private boolean step() {
        if (inputOver) {
            codec.endInput();
        }
        if (codec.isFinished()) {
            end();
            downstream.onComplete();
            return false;
        }
        if (!demand.isThere()) {
            return false;
        }
        if (codec.needsInput()) {
            return ask();
        }
        compute();
        return true;
    }

    /** Whether there is something to go on with already. */
    private boolean ask() {
        if (asked || upstream == null) {
            return false;
        }
        asked = true;
        upstream.request(1);
        return !asked;
    }

    private void compute() {
        byte[] chunk = new byte[CHUNK_BYTES];
        if (codec.remaining() > INLINE_BYTES || streaming) {
            busy = true;
            lane.submit(() -> codec.read(chunk, 0, chunk.length), (done, cause) -> {
                busy = false;
                if (over) {
                    codec.close();
                } else if (cause != null) {
                    fail(cause);
                } else {
                    publish(chunk, done);
                    advance();
                }
            });
            return;
        }
        try {
            publish(chunk, codec.read(chunk, 0, chunk.length));
        } catch (IOException e) {
            fail(e);
        }
    }

    private void publish(byte[] chunk, int done) {
        streaming = done == chunk.length;
        if (done == 0) {
            return;
        }
        demand.take();
        byte[] exact = done > chunk.length / 2 ? chunk : Arrays.copyOf(chunk, done);
        try {
            downstream.onNext(ByteBuffer.wrap(exact, 0, done));
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private void fail(Throwable cause) {
        if (over) {
            return;
        }
        end();
        failure = cause;
        cancelUpstream();
        if (downstream != null) {
            downstream.onError(cause);
        }
    }

    private void cancelUpstream() {
        if (upstream != null) {
            upstream.cancel();
        }
    }

    private void end() {
        over = true;
        if (!busy) {
            codec.close();
        }
    }
}
