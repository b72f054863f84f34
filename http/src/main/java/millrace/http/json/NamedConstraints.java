package millrace.http.json;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;

/** The parser's own limits, but so that what is thrown says which one it was. The parser checks while a token grows. */
final class NamedConstraints extends StreamReadConstraints {
    private static final long serialVersionUID = 1;

    private final transient JsonLimits limits;

    NamedConstraints(JsonLimits limits) {
        super(
                limits.depth(),
                Long.MAX_VALUE,
                limits.numberLength(),
                limits.stringLength(),
                limits.nameLength(),
                Long.MAX_VALUE);
        this.limits = limits;
    }

    /** Thrown through the parser, which passes it on as it is. */
    static final class Exceeded extends StreamConstraintsException {
        private static final long serialVersionUID = 1;

        private final JsonException answer;

        Exceeded(JsonException answer) {
            super(answer.getMessage());
            this.answer = answer;
        }

        JsonException answer() {
            return answer;
        }
    }

    @Override
    public void validateNestingDepth(int depth) throws StreamConstraintsException {
        check(depth, 400, "depth", "objects and arrays inside of each other", limits.depth());
    }

    @Override
    public void validateFPLength(int length) throws StreamConstraintsException {
        validateIntegerLength(length);
    }

    @Override
    public void validateIntegerLength(int length) throws StreamConstraintsException {
        check(length, 400, "numberLength", "characters in a number", limits.numberLength());
    }

    @Override
    public void validateStringLength(int length) throws StreamConstraintsException {
        check(length, 413, "stringLength", "characters in a string", limits.stringLength());
    }

    @Override
    public void validateNameLength(int length) throws StreamConstraintsException {
        check(length, 413, "nameLength", "bytes in a member's name", limits.nameLength());
    }

    private static void check(int length, int status, String limit, String unit, int most)
            throws StreamConstraintsException {
        if (length > most) {
            throw new Exceeded(JsonException.beyond(status, limit, unit, most));
        }
    }
}
