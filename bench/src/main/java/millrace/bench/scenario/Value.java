package millrace.bench.scenario;

import java.util.List;
import java.util.Map;

/** A value of a YAML file. Immutable. */
sealed interface Value {
    /** What a scalar was written as. */
    enum Kind {
        TEXT,
        NUMBER,
        BOOLEAN,
        NOTHING
    }

    /** @param text empty for nothing */
    record Scalar(String text, Kind kind, Place at) implements Value {}

    record Items(List<Value> values, Place at) implements Value {}

    record Fields(Map<String, Field> fields, Place at) implements Value {}

    /** @param at where the key stands */
    record Field(Place at, Value value) {}

    Place at();

    /** For a message. */
    default String described() {
        return switch (this) {
            case Scalar scalar -> scalar.kind == Kind.NOTHING ? "nothing" : "\"" + shortened(scalar.text) + "\"";
            case Items _ -> "a list";
            case Fields _ -> "a mapping";
        };
    }

    private static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }
}
