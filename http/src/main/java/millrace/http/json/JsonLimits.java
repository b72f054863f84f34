package millrace.http.json;

/**
 * How much a document may be; what it holds in memory at once is bounded by these and not by what is sent. All of one
 * document, both ends included.
 *
 * @param bytes of the whole document; beyond: 413. The server's own limit for bodies counts too
 * @param depth objects and arrays inside of each other; beyond: 400
 * @param numberLength characters of one number; beyond: 400
 * @param stringLength UTF-16 units of one string; beyond: 413
 * @param nameLength UTF-8 bytes of one member's name; beyond: 413
 * @param members members of all objects and elements of all arrays together; beyond: 413
 */
public record JsonLimits(
        long bytes, int depth, int numberLength, int stringLength, int nameLength, long members) {
    /** For a document that is kept as a tree: of 1 MiB. */
    public static final JsonLimits TREE = new JsonLimits(1 << 20, 100, 1_000, 1 << 20, 1 << 10, 100_000);

    /** For events: any number of bytes and members, since none of them is kept. */
    public static final JsonLimits EVENTS =
            new JsonLimits(Long.MAX_VALUE, 100, 1_000, 1 << 20, 1 << 10, Long.MAX_VALUE);

    public JsonLimits {
        if (bytes < 1 || depth < 0 || numberLength < 1 || stringLength < 0 || nameLength < 0 || members < 0) {
            throw new IllegalArgumentException("a limit is too small to let any document through");
        }
    }

    public JsonLimits withBytes(long most) {
        return new JsonLimits(most, depth, numberLength, stringLength, nameLength, members);
    }

    public JsonLimits withDepth(int most) {
        return new JsonLimits(bytes, most, numberLength, stringLength, nameLength, members);
    }

    public JsonLimits withNumberLength(int most) {
        return new JsonLimits(bytes, depth, most, stringLength, nameLength, members);
    }

    public JsonLimits withStringLength(int most) {
        return new JsonLimits(bytes, depth, numberLength, most, nameLength, members);
    }

    public JsonLimits withNameLength(int most) {
        return new JsonLimits(bytes, depth, numberLength, stringLength, most, members);
    }

    public JsonLimits withMembers(long most) {
        return new JsonLimits(bytes, depth, numberLength, stringLength, nameLength, most);
    }
}
