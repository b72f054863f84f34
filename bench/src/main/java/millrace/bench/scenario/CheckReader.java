package millrace.bench.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import millrace.regex.SafeRegex;

/** Reads what a request's answer has to have, and what is taken from it. */
final class CheckReader {
    private final Form request;
    private final String requestName;

    CheckReader(Form request, String requestName) {
        this.request = request;
        this.requestName = requestName;
    }

    List<Step.NamedCheck> checks() {
        if (!request.has("check")) {
            return List.of();
        }
        Form form = Form.of(request.get("check"), "a check", "status", "contains", "matches", "header", "json");
        List<Check> checks = new ArrayList<>();
        if (form.has("status")) {
            checks.add(status(form));
        }
        form.list("contains").forEach(value -> checks.add(new Check.Contains(Quantity.text(value, "\"contains\""))));
        form.list("matches").forEach(value -> checks.add(new Check.Matches(regex(value))));
        if (form.get("header") instanceof Value.Scalar name) {
            checks.add(new Check.Header(name.text(), ""));
        } else {
            form.mapping("header", "Content-Type: json").forEach((name, field) ->
                    checks.add(new Check.Header(name, Quantity.text(field.value(), "header " + name))));
        }
        if (form.get("json") instanceof Value.Scalar scalar) {
            checks.add(new Check.Member(path(scalar.text(), scalar.at()), null));
        } else {
            form.mapping("json", "$.ok: true").forEach((text, field) ->
                    checks.add(new Check.Member(path(text, field.at()), expected(field.value()))));
        }
        return checks.stream().map(check -> new Step.NamedCheck(requestName + ": " + check, check)).toList();
    }

    private static String expected(Value value) {
        return value instanceof Value.Scalar(String _, Value.Kind kind, Place _) && kind == Value.Kind.NOTHING
                ? "null"
                : Quantity.text(value, "a check of a value");
    }

    private static Check status(Form form) {
        Set<Integer> wanted = new TreeSet<>();
        for (Value value : form.list("status")) {
            String text = Quantity.text(value, "\"status\"");
            if (text.matches("[1-5]xx")) {
                wanted.add(text.charAt(0) - '0');
            } else if (text.matches("[1-5]\\d\\d")) {
                wanted.add(Integer.parseInt(text));
            } else {
                throw value.at().wrong("\"status\" takes a status such as 200, a class such as 2xx, or a list of them, "
                        + "and not " + value.described());
            }
        }
        if (wanted.isEmpty()) {
            throw form.at("status").wrong("\"status\" takes one status at least, such as 200");
        }
        return new Check.Status(wanted, wanted.stream()
                .map(status -> status < 10 ? status + "xx" : status.toString())
                .collect(Collectors.joining(" or ")));
    }

    /** The values are known to all that comes later. */
    List<Save> saves(Names names) {
        List<Save> saves = new ArrayList<>();
        Map<String, Value.Field> wanted = request.mapping("save", "token: $.token");
        wanted.forEach((name, field) -> {
            names.save(name, field.at());
            saves.add(save(name, field.value()));
        });
        return List.copyOf(saves);
    }

    private static Save save(String name, Value value) {
        if (value instanceof Value.Scalar(String text, Value.Kind _, Place at)) {
            return new Save.Member(name, path(text, at));
        }
        Form form = Form.of(value, "what is saved", "json", "header", "matches");
        if (form.keys().size() != 1) {
            throw form.at().wrong("what is saved comes from one of json, header or matches");
        }
        if (form.has("header")) {
            return new Save.Header(name, form.text("header", ""));
        }
        return form.has("json")
                ? new Save.Member(name, path(form.text("json", ""), form.get("json").at()))
                : new Save.Match(name, regex(form.get("matches")));
    }

    private static JsonPath path(String text, Place at) {
        JsonPath path = JsonPath.of(text);
        if (path == null) {
            throw at.wrong("a path into JSON is expected, such as $.items[0].id, and not \"" + text + "\"");
        }
        return path;
    }

    private static SafeRegex regex(Value value) {
        String text = Quantity.text(value, "\"matches\"");
        try {
            return SafeRegex.compile(text);
        } catch (PatternSyntaxException e) {
            throw value.at().wrong("this is no regular expression: " + e.getDescription(), e);
        }
    }
}
