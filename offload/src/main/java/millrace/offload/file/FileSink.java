package millrace.offload.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import millrace.offload.flow.PatientLane;

/**
 * A subscriber that writes what it gets to a file, no faster than the disk takes it: a few pieces wait at most, and go
 * out together. The buffers are its own from the moment it is given them.
 *
 * <p>Signals and {@link #cancel} may come from any thread; {@link #completion} completes on the loop where the sink was
 * made.
 */
public final class FileSink implements Flow.Subscriber<ByteBuffer> {
    /** Pieces that have been asked for and are not written yet. */
    private static final int WINDOW = 8;

    private final PatientLane lane;
    private final FileOutput output;
    private final Path path;
    private final CompletableFuture<Long> completion = new CompletableFuture<>();
    private final ArrayDeque<ByteBuffer> waiting = new ArrayDeque<>();
    private Flow.Subscription subscription;

    /** A step is in the lane. */
    private boolean busy;

    /** There will be no more; and, nothing counts any more. */
    private boolean ended;

    private boolean over;

    /** Why it is over, for when the step that is in the lane has come back. */
    private Throwable cause;

    FileSink(PatientLane lane, Path path, WriteMode mode) {
        this.lane = lane;
        this.path = path;
        this.output = new FileOutput(path, mode);
    }

    /** The bytes written, once the file is complete, closed and under its name. */
    public CompletionStage<Long> completion() {
        return completion.minimalCompletionStage();
    }

    /** Ends it before its time: the source is cancelled, the file closed, a replacement thrown away. */
    public void cancel() {
        lane.onLoop(() -> fail(new CancellationException("writing " + path + " was cancelled")));
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        lane.onLoop(() -> {
            if (subscription != null || over) {
                given.cancel();
                return;
            }
            subscription = given;
            step(() -> output.open(), () -> given.request(WINDOW));
        });
    }

    @Override
    public void onNext(ByteBuffer piece) {
        lane.onLoop(() -> {
            if (!over) {
                waiting.add(piece);
                goOn();
            }
        });
    }

    @Override
    public void onError(Throwable cause) {
        lane.onLoop(() -> {
            subscription = null;
            fail(cause);
        });
    }

    @Override
    public void onComplete() {
        lane.onLoop(() -> {
            ended = true;
            goOn();
        });
    }

    private void goOn() {
        if (busy || over) {
            return;
        }
        if (!waiting.isEmpty()) {
            List<ByteBuffer> pieces = new ArrayList<>(waiting);
            waiting.clear();
            step(() -> writeAll(pieces), () -> subscription.request(pieces.size()));
        } else if (ended) {
            over = true;
            lane.submit(output::commit, (bytes, failure) -> {
                if (failure == null) {
                    completion.complete(bytes);
                } else {
                    discard(failure);
                }
            });
        }
    }

    private void writeAll(List<ByteBuffer> pieces) throws IOException {
        for (ByteBuffer piece : pieces) {
            output.write(piece);
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private void step(Work work, Runnable then) {
        busy = true;
        lane.submit(
                () -> {
                    work.run();
                    return null;
                },
                (nothing, failure) -> {
                    busy = false;
                    if (!lane.loop().inLoop()) {
                        over = true;
                        discardHere(cause != null ? cause : new IOException("write " + path + ": its loop has ended"));
                    } else if (over) {
                        discard(cause);
                    } else if (failure != null) {
                        fail(failure);
                    } else {
                        if (!ended) {
                            then.run();
                        }
                        goOn();
                    }
                });
    }

    private void fail(Throwable why) {
        if (over) {
            return;
        }
        over = true;
        cause = why;
        waiting.clear();
        if (subscription != null) {
            subscription.cancel();
        }
        if (!busy) {
            discard(why);
        }
    }

    private void discard(Throwable why) {
        lane.submit(
                () -> {
                    output.discard();
                    return null;
                },
                (nothing, failure) -> {
                    if (failure != null && failure != why) {
                        why.addSuppressed(failure);
                    }
                    discardHere(why);
                });
    }

    /** Where no worker does it any more; else nothing is left to be done. */
    private void discardHere(Throwable why) {
        try {
            output.discard();
        } catch (IOException e) {
            why.addSuppressed(e);
        }
        completion.completeExceptionally(why);
    }
}
