package millrace.regex;

/** A matcher of one of the two libraries, at work on one input. */
interface Run {
    /** What to look for. */
    enum Kind { WHOLE, PREFIX, NEXT }

    /** For an input that cannot match. */
    Run NOTHING = new Run() {
        @Override
        public int[] match(Kind kind) {
            return null;
        }

        @Override
        public void reset() {
            // There is nothing to start over.
        }
    };

    /** The bounds of all groups, two for each, −1 for those without a match; null if nothing matches. */
    int[] match(Kind kind);

    void reset();
}
