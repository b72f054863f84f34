package millrace.manager.config;

import java.util.Map;
import java.util.function.Function;

/**
 * An app as its process file has it.
 *
 * @param given names and values as they stand there
 * @param place where a name stands, for messages
 */
record Declaration(Map<String, Object> given, Function<String, String> place) {}
