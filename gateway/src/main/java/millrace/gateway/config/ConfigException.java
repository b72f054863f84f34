package millrace.gateway.config;

/**
 * What is wrong with a configuration, for its author. The message is nginx's, then {@code in FILE:LINE}, then in
 * brackets what nginx would not say: what was expected, or which name comes near.
 */
public class ConfigException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Place place;
    private final String problem;

    public ConfigException(Place place, String message) {
        this(place, message, null);
    }

    /** @param hint what would be right, or null */
    public ConfigException(Place place, String message, String hint) {
        super(Octets.readable(message + (place == null ? "" : " in " + place) + (hint == null ? "" : " (" + hint
                + ")")));
        this.place = place;
        this.problem = Octets.readable(message);
    }

    /** Null where no line is to blame. */
    public Place place() {
        return place;
    }

    /** The message without the place. */
    public String problem() {
        return problem;
    }
}
