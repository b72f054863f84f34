package millrace.manager.config;

/** A file as maps, lists, strings, numbers, booleans and {@code null}. */
record Document(Object value, Lines lines) {}
