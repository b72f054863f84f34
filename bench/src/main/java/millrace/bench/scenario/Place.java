package millrace.bench.scenario;

/**
 * Where something stands in a scenario file.
 *
 * @param line from 1
 * @param column from 1
 */
record Place(String file, int line, int column) {
    /** @param message what was found, and what is expected */
    ScenarioException wrong(String message) {
        return new ScenarioException(this + ": " + message, null);
    }

    ScenarioException wrong(String message, Exception cause) {
        return new ScenarioException(this + ": " + message, cause);
    }

    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
