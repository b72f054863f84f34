package millrace.offload.dns;

import java.util.List;

/** What is known after a question: by a message, or from the cache. */
sealed interface Outcome {
    /** For how long it is known. */
    long ttlNanos();

    Outcome withTtlNanos(long ttlNanos);

    /**
     * @param name the last name of the chain of aliases, under which the records stand
     * @param data never empty
     */
    record Found(DomainName name, List<RecordData> data, long ttlNanos) implements Outcome {
        @Override
        public Found withTtlNanos(long nanos) {
            return new Found(name, data, nanos);
        }
    }

    /** The name is an alias, and of the other name the server has said nothing. */
    record Alias(DomainName target, long ttlNanos) implements Outcome {
        @Override
        public Alias withTtlNanos(long nanos) {
            return new Alias(target, nanos);
        }
    }

    /**
     * There is nothing. Source: RFC 2308.
     *
     * @param nameExists there are, or may be, records of other types
     */
    record Missing(DomainName name, boolean nameExists, long ttlNanos) implements Outcome {
        @Override
        public Missing withTtlNanos(long nanos) {
            return new Missing(name, nameExists, nanos);
        }
    }
}
