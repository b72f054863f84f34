package millrace.regex.analysis;

import java.util.List;

/**
 * A pattern as instructions for {@link BacktrackingMatcher}: an operation and up to three operands each, all of width
 * {@link #WIDTH}. Registers hold the bounds of groups first, then counters and remembered places.
 */
record Program(int[] code, List<CodePoints> sets, int registers, boolean all, Dialect dialect) {

    static final int WIDTH = 4;

    /** Takes one character of set a; b is 1 forwards and −1 backwards. */
    static final int CHARS = 0;
    /** Goes on at a; when that fails, at b. */
    static final int SPLIT = 1;
    static final int JUMP = 2;
    /** Register a gets the place in the input. */
    static final int SAVE = 3;
    /** Holds if the place is of kind a (ordinal of {@link Node.Place}); b says whether only line feeds end lines. */
    static final int ANCHOR = 4;
    /** Takes what group a matched; b is the direction, c whether case is ignored. */
    static final int BACK_REFERENCE = 5;
    /** Register a gets the value b. */
    static final int SET = 6;
    /** Registers a to b − 1 get −1. */
    static final int CLEAR = 7;
    /** Register a is counted up. */
    static final int INCREMENT = 8;
    /** Goes on at c unless register a is below b. */
    static final int UNLESS_BELOW = 9;
    /** Goes on at b if the place is that in register a: an iteration that took nothing. */
    static final int IF_EMPTY = 10;
    /** Register a gets the height of the stack. */
    static final int MARK = 11;
    /** Drops the choices made since register a was marked. */
    static final int CUT = 12;
    /** The place becomes that in register a. */
    static final int RESTORE = 13;
    static final int FAIL = 14;
    static final int MATCH = 15;
}
