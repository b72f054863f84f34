package millrace.cli.monit;

/** What a key does. */
enum Key {
    UP("↑↓", "select"),
    DOWN("", ""),
    RESTART("r", "restart"),
    RELOAD("l", "reload"),
    STOP("s", "stop"),
    START("g", "start"),
    ONLY("f", "filter"),
    OLDER("PgUp", "back"),
    NEWER("", ""),
    QUIT("q", "quit");

    /** As the bottom line shows it; empty for a key that goes without saying. */
    final String label;

    final String meaning;

    Key(String label, String meaning) {
        this.label = label;
        this.meaning = meaning;
    }

    private static final int CTRL_C = 3;
    private static final int ESCAPE = 27;

    /** The key of a character, or of the sequence behind an escape character; {@code null} when it means nothing. */
    static Key of(int character, String sequence) {
        if (character == ESCAPE) {
            return switch (sequence) {
                case "[A", "OA" -> UP;
                case "[B", "OB" -> DOWN;
                case "[5~" -> OLDER;
                case "[6~" -> NEWER;
                case "" -> QUIT;
                default -> null;
            };
        }
        return switch (character) {
            case 'k' -> UP;
            case 'j' -> DOWN;
            case 'r' -> RESTART;
            case 'l' -> RELOAD;
            case 's' -> STOP;
            case 'g' -> START;
            case 'f' -> ONLY;
            case 'b' -> OLDER;
            case ' ' -> NEWER;
            case 'q', 'Q', CTRL_C, -1 -> QUIT;
            default -> null;
        };
    }
}
