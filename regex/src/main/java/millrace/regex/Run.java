package millrace.regex;

/** A matcher of one of the two libraries, at work on one input. */
interface Run {
    /** What to look for. */
    enum Kind { WHOLE, PREFIX, NEXT }

    /** For an input that cannot match. */
    Run NOTHING = new Run() {
        @Override
        public boolean match(Kind kind) {
            return false;
        }

        @Override
        public int[] bounds() {
            throw new IllegalStateException("No match found");
        }

        @Override
        public void reset() {
            // There is nothing to start over.
        }
    };

    boolean match(Kind kind);

    /** The bounds of all groups of the last match, two for each, −1 for those without one. */
    int[] bounds();

    void reset();
}
