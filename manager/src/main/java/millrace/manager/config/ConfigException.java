package millrace.manager.config;

/** What is wrong with a process file or an option; the message is for the user, and names the remedy. */
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1;

    public ConfigException(String message) {
        super(message);
    }

    public ConfigException(String message, Throwable cause) {
        super(message, cause);
    }

    /** The same, with where it is before it. */
    ConfigException in(String place) {
        return new ConfigException(place + getMessage(), this);
    }
}
