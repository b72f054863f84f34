package millrace.gateway.tls;

import java.util.concurrent.atomic.AtomicBoolean;
import millrace.gateway.config.SharedValues;

/**
 * What a responder has said last of a certificate. All servers that show it tell the same, and one of them asks; a reload
 * forgets nothing: a client that insists on an answer (RFC 7633) would be lost to it. Any thread.
 */
final class StapledAnswer {
    private static final SharedValues<StapledAnswer> ALL = new SharedValues<>();

    private record Said(byte[] response, long endsSeconds) {}

    private final AtomicBoolean asks = new AtomicBoolean();
    private volatile Said said;
    private volatile long renewSeconds = Long.MIN_VALUE;

    StapledAnswer() {}

    /** @param question what about, who is asked, and who may answer */
    static StapledAnswer to(String question) {
        return ALL.get(question, StapledAnswer::new);
    }

    /** {@code null} if there is none, or none that counts any more. */
    byte[] response(long nowSeconds) {
        Said last = said;
        return last != null && nowSeconds <= last.endsSeconds ? last.response : null;
    }

    /** Whether the caller has to ask, and nobody else. */
    boolean isToAsk(long nowSeconds) {
        return nowSeconds >= renewSeconds && asks.compareAndSet(false, true);
    }

    /** The answer has come. */
    void put(byte[] response, long endsSeconds) {
        said = new Said(response, endsSeconds);
    }

    /** The caller has asked, whether there was an answer or not. */
    void asked(long againSeconds) {
        renewSeconds = againSeconds;
        asks.set(false);
    }
}
