package millrace.offload.compress;

import java.io.IOException;

/** Compressed input that is refused. The fault is the sender's. */
public final class DecompressionException extends IOException {
    private static final long serialVersionUID = 1;

    /** Why it is refused. */
    public enum Reason {
        MALFORMED,
        /** The input ends before the compressed data does. */
        TRUNCATED,
        /** {@link DecompressionLimits} are exceeded. */
        TOO_LARGE
    }

    private final Reason reason;

    DecompressionException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    static DecompressionException malformed(String message) {
        return new DecompressionException(Reason.MALFORMED, message);
    }

    public Reason reason() {
        return reason;
    }
}
