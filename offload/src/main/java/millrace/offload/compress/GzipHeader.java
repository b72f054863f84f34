package millrace.offload.compress;

import java.util.zip.CRC32;

/**
 * The header of a gzip member, byte by byte as it comes. Source: RFC 1952, section 2.3.
 *
 * <pre>
 *   1f 8b 08 FLG MTIME(4) XFL OS │ XLEN(2) extra │ name 0 │ comment 0 │ CRC16(2)
 *                                  FLG.FEXTRA      FNAME    FCOMMENT    FHCRC
 * </pre>
 */
final class GzipHeader {
    static final int MAGIC_1 = 0x1f;
    static final int MAGIC_2 = 0x8b;
    static final int DEFLATE = 8;

    private static final int FHCRC = 2;
    private static final int FEXTRA = 4;
    private static final int FNAME = 8;
    private static final int FCOMMENT = 16;
    private static final int RESERVED = 0xe0;

    /** A name and a comment may be of any length by the RFC. Nobody needs that. */
    private static final int LONGEST = 64 * 1024;

    private enum Part { FIXED, EXTRA_LENGTH, EXTRA, NAME, COMMENT, CHECK, COMPLETE }

    private final CRC32 crc = new CRC32();
    private Part part;
    private int flags;

    /** Bytes of this part, bytes of the header, and the number that is being read. */
    private int inPart;

    private int total;
    private int number;

    GzipHeader() {
        reset();
    }

    void reset() {
        crc.reset();
        part = Part.FIXED;
        flags = 0;
        inPart = 0;
        total = 0;
        number = 0;
    }

    boolean isComplete() {
        return part == Part.COMPLETE;
    }

    void take(byte signed) throws DecompressionException {
        int b = signed & 0xff;
        if (part != Part.CHECK) {
            crc.update(b);
        }
        if (++total > LONGEST) {
            throw DecompressionException.malformed("a gzip header of more than " + LONGEST + " bytes");
        }
        inPart++;
        switch (part) {
            case FIXED -> fixed(b);
            case EXTRA_LENGTH -> {
                number |= b << 8 * (inPart - 1);
                if (inPart == 2) {
                    next(number == 0 ? Part.NAME : Part.EXTRA);
                }
            }
            case EXTRA -> {
                if (--number == 0) {
                    next(Part.NAME);
                }
            }
            case NAME -> zeroEnds(b, Part.COMMENT);
            case COMMENT -> zeroEnds(b, Part.CHECK);
            case CHECK -> check(b);
            case COMPLETE -> throw new IllegalStateException("the header is complete");
        }
    }

    private void fixed(int b) throws DecompressionException {
        switch (inPart) {
            case 1 -> require(b == MAGIC_1, "not gzip: it begins with byte 0x%02x, not with 0x1f", b);
            case 2 -> require(b == MAGIC_2, "not gzip: the second byte is 0x%02x, not 0x8b", b);
            case 3 -> require(b == DEFLATE, "gzip's compression method %d is not known, only 8", b);
            case 4 -> {
                require((b & RESERVED) == 0, "gzip's reserved flags are set: 0x%02x", b);
                flags = b;
            }
            case 10 -> next(Part.EXTRA_LENGTH);
            default -> { }
        }
    }

    private static void require(boolean holds, String otherwise, int b) throws DecompressionException {
        if (!holds) {
            throw DecompressionException.malformed(otherwise.formatted(b));
        }
    }

    private void zeroEnds(int b, Part following) {
        if (b == 0) {
            next(following);
        }
    }

    /** The lower half of the CRC-32 of all that was before. */
    private void check(int b) throws DecompressionException {
        number |= b << 8 * (inPart - 1);
        if (inPart == 2) {
            require(number == (crc.getValue() & 0xffff), "gzip's header does not match its checksum 0x%04x", number);
            part = Part.COMPLETE;
        }
    }

    /** Goes to a part, or past it when its flag is not set. */
    private void next(Part wanted) {
        part = wanted;
        inPart = 0;
        if (wanted != Part.EXTRA) {
            number = 0;
        }
        switch (wanted) {
            case EXTRA_LENGTH -> skipUnless(FEXTRA, Part.NAME);
            case NAME -> skipUnless(FNAME, Part.COMMENT);
            case COMMENT -> skipUnless(FCOMMENT, Part.CHECK);
            case CHECK -> skipUnless(FHCRC, Part.COMPLETE);
            case FIXED, EXTRA, COMPLETE -> { }
        }
    }

    private void skipUnless(int flag, Part following) {
        if ((flags & flag) == 0) {
            next(following);
        }
    }
}
