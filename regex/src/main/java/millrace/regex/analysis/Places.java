package millrace.regex.analysis;

import millrace.regex.analysis.Node.Place;

/** Where anchors hold. */
final class Places {
    private Places() {
    }

    static boolean holds(Place place, int[] input, int at, Dialect dialect, boolean unixLines) {
        return switch (place) {
            case INPUT_BEGIN -> at == 0;
            case LAST_MATCH_END -> at == 0;
            case INPUT_END -> at == input.length;
            case LINE_BEGIN -> at == 0 || lineEnd(input, at - 1, dialect, unixLines)
                    && (dialect == Dialect.JAVASCRIPT || at < input.length && !insidePair(input, at));
            case LINE_END -> at == input.length || lineEnd(input, at, dialect, unixLines)
                    && (dialect == Dialect.JAVASCRIPT || !insidePair(input, at));
            case LAST_LINE_END -> at == input.length || lineEnd(input, at, dialect, unixLines)
                    && (at == input.length - 1 && !insidePair(input, at)
                            || at == input.length - 2 && insidePair(input, at + 1));
            case WORD_BOUNDARY -> word(input, at - 1) != word(input, at);
            case NO_WORD_BOUNDARY -> word(input, at - 1) == word(input, at);
        };
    }

    private static boolean lineEnd(int[] input, int at, Dialect dialect, boolean unixLines) {
        CodePoints ends = dialect == Dialect.JAVASCRIPT ? CharacterSets.JAVASCRIPT_LINE_END
                : unixLines ? CharacterSets.LINE_FEED : CharacterSets.JAVA_LINE_END;
        return ends.contains(input[at]);
    }

    /** Between a carriage return and a line feed. */
    private static boolean insidePair(int[] input, int at) {
        return at > 0 && at < input.length && input[at - 1] == '\r' && input[at] == '\n';
    }

    private static boolean word(int[] input, int at) {
        return at >= 0 && at < input.length && CharacterSets.WORD.contains(input[at]);
    }
}
