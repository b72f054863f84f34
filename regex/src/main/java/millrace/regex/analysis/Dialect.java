package millrace.regex.analysis;

/** Whose syntax and semantics a pattern is in. */
public enum Dialect {
    /** ECMAScript 2024; flags are the letters of {@code dgimsuvy}. */
    JAVASCRIPT,
    /** {@link java.util.regex.Pattern}; flags are the letters of its inline form, {@code idmsuxU}. */
    JAVA
}
