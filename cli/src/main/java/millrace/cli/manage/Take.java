package millrace.cli.manage;

/** What follows an option. */
enum Take {
    /** Nothing: it is there or not. */
    NOTHING,
    /** A value, in the same word after {@code =} or in the next one. */
    VALUE,
    /** A value after {@code =}, or the next word if it could be one: see {@link Option#takes}. */
    MAYBE,
    /** The next words as long as they are numbers. */
    NUMBERS
}
