package millrace.bench.scenario;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import millrace.http.json.JsonNumber;
import millrace.http.json.JsonString;

/** A body of JSON, written as YAML. A text that is one hole and nothing else becomes the value itself. */
final class JsonTemplate {
    private static final Pattern HOLE = Pattern.compile("\\$\\{([^}]*)}");

    private final Template.Builder builder;

    private JsonTemplate(Names names) {
        this.builder = new Template.Builder(names);
    }

    static Template of(Value value, Names names) {
        JsonTemplate template = new JsonTemplate(names);
        template.write(value);
        return template.builder.build();
    }

    private void write(Value value) {
        switch (value) {
            case Value.Scalar scalar -> scalar(scalar);
            case Value.Items items -> {
                String between = "[";
                for (Value item : items.values()) {
                    builder.literal(between);
                    write(item);
                    between = ",";
                }
                builder.literal(items.values().isEmpty() ? "[]" : "]");
            }
            case Value.Fields fields -> {
                String between = "{";
                for (Map.Entry<String, Value.Field> field : fields.fields().entrySet()) {
                    builder.literal(between + Template.json(new JsonString(field.getKey())) + ":");
                    write(field.getValue().value());
                    between = ",";
                }
                builder.literal(fields.fields().isEmpty() ? "{}" : "}");
            }
        }
    }

    private void scalar(Value.Scalar scalar) {
        Matcher hole = HOLE.matcher(scalar.text());
        if (scalar.kind() == Value.Kind.NOTHING) {
            builder.literal("null");
        } else if (scalar.kind() == Value.Kind.BOOLEAN) {
            builder.literal(Boolean.toString(Boolean.parseBoolean(scalar.text())));
        } else if (scalar.kind() == Value.Kind.NUMBER && isJson(scalar.text())) {
            builder.literal(scalar.text());
        } else if (hole.matches()) {
            builder.hole(hole.group(1), Template.Use.JSON_VALUE, scalar.at());
        } else {
            builder.literal("\"");
            builder.text(scalar.text(), Template.Use.JSON_TEXT, scalar.at());
            builder.literal("\"");
        }
    }

    private static boolean isJson(String number) {
        try {
            new JsonNumber(number);
            return true;
        } catch (IllegalArgumentException e) {
            return false; // 0x10, .5 or .inf: YAML has more numbers than JSON.
        }
    }
}
