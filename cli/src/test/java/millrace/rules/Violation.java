package millrace.rules;

/** A place that breaks a rule, printed as compilers print theirs. */
record Violation(String path, int line, String what) {
    @Override
    public String toString() {
        return path + ":" + line + ": " + what;
    }
}
