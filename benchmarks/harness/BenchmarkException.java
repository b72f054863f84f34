package harness;

/** Something the user can mend: shown as one line, without a stack trace. */
final class BenchmarkException extends RuntimeException {
    private static final long serialVersionUID = 1;

    BenchmarkException(String message) {
        super(message);
    }
}
