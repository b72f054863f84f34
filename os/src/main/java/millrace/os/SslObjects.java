package millrace.os;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

/**
 * Some of OpenSSL's objects that count who refers to them, such as the certificates of a file. They go when nobody refers to
 * them any more, neither here nor there.
 */
final class SslObjects {
    /** {@code PEM_R_NO_START_LINE} of the library's part {@code PEM}: the file has no more of what is looked for. */
    private static final int NO_MORE = 9 << 23 | 108;

    private final long[] addresses;
    private final Cleaner.Cleanable freeing;

    private SslObjects(long[] addresses, Call free) {
        this.addresses = addresses;
        freeing = SslHandle.CLEANER.register(this, () -> Arrays.stream(addresses).forEach(each -> free.call(each, 0, 0, 0, 0, 0)));
    }

    /** The single one. */
    static SslObjects of(long address, Call free) {
        return of(new long[] {address}, free);
    }

    /** Those that are taken over from somebody. */
    static SslObjects of(long[] addresses, Call free) {
        return new SslObjects(addresses, free);
    }

    /**
     * Reads all that a source has, and at least one.
     *
     * @param first what reads the first one, {@code next} the others
     * @param failure the beginning of an error
     */
    static SslObjects readAll(SslSource source, Reading first, Reading next, Call free, String failure) throws SslException {
        return source.with(failure, bio -> {
            List<Long> found = new ArrayList<>();
            try {
                for (long each = first.read(bio); each != 0; each = next.read(bio)) {
                    found.add(each);
                }
                boolean complete = !found.isEmpty() && OpenSsl.peekError() == NO_MORE;
                SslContext.check(complete, failure + (found.isEmpty() ? first : next).function + "() failed");
            } catch (SslException e) {
                found.forEach(each -> free.call(each, 0, 0, 0, 0, 0));
                throw e;
            }
            OpenSsl.clearErrors();
            return new SslObjects(found.stream().mapToLong(Long::longValue).toArray(), free);
        });
    }

    /** A function {@code PEM_read_bio_...}. */
    record Reading(String function, Call call) {
        static Reading of(String function) {
            return new Reading(function, OpenSsl.call(function));
        }

        long read(long bio) {
            return call.call(bio, 0, 0, 0, 0, 0);
        }
    }

    /** For who has not shown them to anybody: they are not referred to from here any more, and must not be used again. */
    void close() {
        freeing.clean();
    }

    int count() {
        return addresses.length;
    }

    /** Uses one; it is there for as long as that lasts. */
    void with(int index, LongConsumer use) {
        use.accept(addresses[index]);
        Reference.reachabilityFence(this);
    }

    void forEach(LongConsumer use) {
        for (int i = 0; i < addresses.length; i++) {
            with(i, use);
        }
    }

    /** Each as {@code i2d} encodes it. */
    List<byte[]> encoded(Call encoder) {
        List<byte[]> all = new ArrayList<>();
        forEach(each -> all.add(encoded(each, encoder)));
        return all;
    }

    /** One object that another may own. */
    static byte[] encoded(long address, Call encoder) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocate(Math.max(0, encoder.callInt(address, 0)));
            MemorySegment end = arena.allocateFrom(JAVA_LONG, bytes.address());
            encoder.callInt(address, end.address());
            return bytes.toArray(JAVA_BYTE);
        }
    }
}
