package millrace.bench.scenario;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** A mapping of a scenario file, of which only certain keys are known: takes them out, or says what is wrong. */
final class Form {
    private final String what;
    private final Value.Fields form;

    private Form(String what, Value.Fields form) {
        this.what = what;
        this.form = form;
    }

    /**
     * @param what it is, with its article
     * @throws ScenarioException it is no mapping, or has a key that is not known
     */
    static Form of(Value value, String what, String... known) {
        if (!(value instanceof Value.Fields fields)) {
            throw value.at().wrong(what + " is a mapping with some of " + String.join(", ", known) + ", and not "
                    + value.described());
        }
        fields.fields().forEach((key, field) -> {
            if (!List.of(known).contains(key)) {
                throw field.at().wrong("unknown key \"" + key + "\" in " + what + "; "
                        + Nearest.hint(key, List.of(known)));
            }
        });
        return new Form(what, fields);
    }

    Place at() {
        return form.at();
    }

    boolean has(String key) {
        return form.fields().containsKey(key);
    }

    Set<String> keys() {
        return form.fields().keySet();
    }

    /** The value, or {@code null}. */
    Value get(String key) {
        Value.Field field = form.fields().get(key);
        return field == null ? null : field.value();
    }

    /** Where the key stands. */
    Place at(String key) {
        return form.fields().get(key).at();
    }

    Value need(String key, String example) {
        if (!has(key)) {
            throw at().wrong(what + " needs \"" + key + "\", such as " + key + ": " + example);
        }
        return get(key);
    }

    String text(String key, String otherwise) {
        return has(key) ? Quantity.text(get(key), "\"" + key + "\"") : otherwise;
    }

    long count(String key, long least, long most, long otherwise) {
        return has(key) ? Quantity.count(get(key), "\"" + key + "\"", least, most) : otherwise;
    }

    long nanos(String key, long otherwise) {
        return has(key) ? Quantity.nanos(get(key), "\"" + key + "\"", 1) : otherwise;
    }

    boolean flag(String key, boolean otherwise) {
        if (!has(key)) {
            return otherwise;
        }
        if (get(key) instanceof Value.Scalar(String text, Value.Kind kind, Place _) && kind == Value.Kind.BOOLEAN) {
            return Boolean.parseBoolean(text);
        }
        throw get(key).at().wrong("\"" + key + "\" takes true or false, and not " + get(key).described());
    }

    /** The values of a list; of one that is alone, itself. */
    List<Value> list(String key) {
        return !has(key) ? List.of()
                : get(key) instanceof Value.Items(List<Value> values, Place _) ? values : List.of(get(key));
    }

    /** The fields of a mapping with free keys. */
    Map<String, Value.Field> mapping(String key, String example) {
        if (!has(key)) {
            return Map.of();
        }
        if (get(key) instanceof Value.Fields(Map<String, Value.Field> fields, Place _)) {
            return fields;
        }
        throw get(key).at().wrong("\"" + key + "\" takes a mapping, such as {" + example + "}, and not "
                + get(key).described());
    }
}
