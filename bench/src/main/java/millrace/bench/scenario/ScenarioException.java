package millrace.bench.scenario;

/** A scenario that makes no sense. The message names the file, the line and the column, and what is expected there. */
public final class ScenarioException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    ScenarioException(String message, Exception cause) {
        super(message, cause);
    }
}
