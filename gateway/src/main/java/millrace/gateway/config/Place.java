package millrace.gateway.config;

/** Where something stands in the configuration; lines count from 1, and what has no lines is in line 0. */
public record Place(String file, int line) {

    /** Where the directives of {@code -g} stand. */
    public static final Place COMMAND_LINE = new Place("command line", 0);

    /** As nginx ends its messages: {@code FILE:LINE}. */
    @Override
    public String toString() {
        return line == 0 ? file : file + ":" + line;
    }
}
