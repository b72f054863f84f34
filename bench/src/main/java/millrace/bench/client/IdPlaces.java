package millrace.bench.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.stream.IntStream;

/** The places of a request where identifiers are to be put, as autocannon marks them. */
final class IdPlaces {
    static final String PLACE = "[<id>]";

    /** As it stands in a URL. */
    static final String ESCAPED = "[%3Cid%3E]";

    /** As wide as what is put there: lengths are known before. */
    private static final String WIDE = "[<id" + ">".repeat(Ids.LENGTH - PLACE.length() + 1) + "]";

    private IdPlaces() {}

    static byte[] widened(byte[] bytes) {
        return new String(bytes, ISO_8859_1).replace(PLACE, WIDE).getBytes(ISO_8859_1);
    }

    static int[] of(byte[] widened) {
        String text = new String(widened, ISO_8859_1);
        return IntStream.iterate(text.indexOf(WIDE), at -> at >= 0, at -> text.indexOf(WIDE, at + Ids.LENGTH))
                .toArray();
    }
}
