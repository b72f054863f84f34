package millrace.bench.scenario;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import millrace.bench.client.RequestBytes;

/** Reads the steps of a flow: what is asked, and how long is slept. */
final class StepReader {
    private static final List<String> METHODS = List.of("get", "post", "put", "patch", "delete", "head", "options");
    private static final String[] KEYS = {"get", "post", "put", "patch", "delete", "head", "options", "sleep", "name",
        "headers", "body", "json", "form", "file", "check", "save"};

    private final Path folder;
    private final Names names;
    /** Headers of all requests. */
    private final Map<String, Value.Field> headers;
    /** The names of requests, with their numbers: shared by all flows. */
    private final Map<String, Integer> requests;

    StepReader(Path folder, Names names, Map<String, Value.Field> headers, Map<String, Integer> requests) {
        this.folder = folder;
        this.names = names;
        this.headers = headers;
        this.requests = requests;
    }

    /** @param sleeps whether a sleep makes sense */
    List<Step> read(Form form, boolean sleeps) {
        Value value = form.need("requests", "[{get: /}]");
        List<Step> steps = new ArrayList<>();
        for (Value step : form.list("requests")) {
            steps.add(step(Form.of(step, "a step", KEYS), sleeps));
        }
        if (steps.stream().noneMatch(Step.Ask.class::isInstance)) {
            throw value.at().wrong("a request is expected at least, such as - get: /");
        }
        return List.copyOf(steps);
    }

    private Step step(Form form, boolean sleeps) {
        List<String> verbs = form.keys().stream().filter(key -> METHODS.contains(key) || key.equals("sleep")).toList();
        if (verbs.size() != 1) {
            throw form.at().wrong("a step has one of " + String.join(", ", METHODS) + " or sleep, "
                    + (verbs.isEmpty() ? "and this one has none" : "and not " + String.join(" and ", verbs)));
        }
        String verb = verbs.getFirst();
        if (!verb.equals("sleep")) {
            return ask(form, verb);
        }
        if (form.keys().size() > 1) {
            throw form.at("sleep").wrong("a step that sleeps does nothing else: begin another one with \"- \"");
        }
        if (!sleeps) {
            throw form.at("sleep").wrong("connections ask again as soon as answered: who sleeps is a user, so write "
                    + "\"users\" in place of \"connections\"");
        }
        return pause(form.get("sleep"));
    }

    private static Step pause(Value value) {
        String text = Quantity.text(value, "\"sleep\"");
        int dots = text.indexOf("..");
        long least = Quantity.nanos(dots < 0 ? text : text.substring(0, dots));
        long most = dots < 0 ? least : Quantity.nanos(text.substring(dots + 2));
        if (least < 0 || most < least) {
            throw value.at().wrong("\"sleep\" takes a time, or two of which the first is shorter, such as 1s or "
                    + "500ms..2s, and not " + value.described());
        }
        return new Step.Pause(least, most);
    }

    private Step ask(Form form, String verb) {
        String path = Quantity.text(form.get(verb), "\"" + verb + "\"");
        if (!path.startsWith("/") && !path.startsWith("${")) {
            throw form.get(verb).at().wrong("a path begins with /; the server is said by \"url\", once for all: "
                    + form.get(verb).described());
        }
        String name = form.text("name", verb.toUpperCase(Locale.ROOT) + " " + path);
        Template where = Template.of(path, Template.Use.PATH, form.get(verb).at(), names);
        Map<String, Step.Header> fields = new LinkedHashMap<>();
        headers.forEach((key, field) -> header(key, field, fields));
        form.mapping("headers", "Accept: application/json").forEach((key, field) -> header(key, field, fields));
        Template body = body(form, fields);
        byte[] file = form.has("file") ? file(form.get("file")) : null;
        CheckReader reader = new CheckReader(form, name);
        List<Step.NamedCheck> checks = reader.checks();
        List<Save> saves = reader.saves(names);
        requests.putIfAbsent(name, requests.size());
        return new Step.Ask(name, requests.get(name), verb.toUpperCase(Locale.ROOT), where,
                List.copyOf(fields.values()), body, file, checks, saves);
    }

    /** The request's own counts more than the one of all; case does not matter. */
    private void header(String name, Value.Field field, Map<String, Step.Header> into) {
        String text = Quantity.text(field.value(), "header " + name);
        try {
            new RequestBytes.Field(name, "");
        } catch (IllegalArgumentException e) {
            throw field.at().wrong(e.getMessage(), e);
        }
        into.put(name.toLowerCase(Locale.ROOT),
                new Step.Header(name, Template.of(text, Template.Use.HEADER, field.value().at(), names)));
    }

    private Template body(Form form, Map<String, Step.Header> fields) {
        List<String> bodies = form.keys().stream()
                .filter(List.of("body", "json", "form", "file")::contains)
                .toList();
        if (bodies.size() > 1) {
            throw form.at(bodies.get(1)).wrong("a request has one body, and not " + String.join(" and ", bodies));
        }
        if (form.has("body")) {
            return Template.of(form.text("body", ""), Template.Use.PLAIN, form.get("body").at(), names);
        }
        if (form.has("json")) {
            contentType("application/json", fields);
            return JsonTemplate.of(form.get("json"), names);
        }
        if (form.has("form")) {
            contentType("application/x-www-form-urlencoded", fields);
            Template.Builder builder = new Template.Builder(names);
            String[] between = {""};
            form.mapping("form", "user: ann").forEach((key, field) -> {
                builder.literal(between[0]);
                builder.text(key, Template.Use.FORM, field.at());
                builder.literal("=");
                builder.text(Quantity.text(field.value(), key), Template.Use.FORM, field.value().at());
                between[0] = "&";
            });
            return builder.build();
        }
        return null;
    }

    private void contentType(String type, Map<String, Step.Header> fields) {
        fields.putIfAbsent("content-type", new Step.Header("Content-Type",
                Template.of(type, Template.Use.HEADER, new Place("", 1, 1), names)));
    }

    private byte[] file(Value value) {
        String name = Quantity.text(value, "\"file\"");
        try {
            return Files.readAllBytes(folder.resolve(name));
        } catch (IOException | IllegalArgumentException e) {
            throw value.at().wrong("the file " + name + " cannot be read; it is looked for beside the scenario", e);
        }
    }
}
