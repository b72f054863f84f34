package millrace.bench.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import millrace.bench.threshold.Threshold;

/** Reads a scenario from its text, as a whole. */
final class ScenarioReader {
    private static final int MOST_WEIGHT = 1_000_000;
    private static final int MOST_LOOPS = 1024;
    private static final long TIMEOUT = TimeUnit.SECONDS.toNanos(10);

    /** What a file says. */
    record Contents(
            String name,
            String url,
            LoadReader.Load load,
            int loops,
            long timeoutNanos,
            boolean cookies,
            long seed,
            List<DataSet> data,
            List<Flow> flows,
            List<Threshold> thresholds) {}

    private final Path folder;
    private final Map<String, String> environment;

    private ScenarioReader(Path folder, Map<String, String> environment) {
        this.folder = folder;
        this.environment = environment;
    }

    /**
     * @param file for messages
     * @param folder where the files are that it names
     * @param nanos in place of the duration, or 0
     */
    static Contents read(String text, String file, Path folder, Map<String, String> environment, long nanos) {
        Form form = Form.of(YamlReader.read(text, file), "a scenario", "name", "url", "load", "loops", "timeout",
                "headers", "cookies", "seed", "data", "requests", "flows", "thresholds");
        return new ScenarioReader(folder, environment).contents(form, file, nanos);
    }

    private Contents contents(Form form, String file, long nanos) {
        LoadReader.Load load = LoadReader.read(form.get("load"), nanos);
        if (nanos != 0 && load.isStaged()) {
            throw new IllegalArgumentException("the stages of " + file + " say how long it lasts: no duration beside");
        }
        List<DataSet> data = data(form);
        List<Flow> flows = flows(form, load.sleeps(), new Names(data, environment));
        List<Threshold> thresholds = thresholds(form, flows);
        return new Contents(
                form.text("name", file),
                form.text("url", null),
                load,
                (int) form.count("loops", 1, MOST_LOOPS, 1),
                form.nanos("timeout", TIMEOUT),
                form.flag("cookies", true),
                form.count("seed", 0, Long.MAX_VALUE, 1),
                data,
                flows,
                thresholds);
    }

    private List<DataSet> data(Form form) {
        List<DataSet> data = new ArrayList<>();
        form.mapping("data", "people: people.csv").forEach((name, field) -> {
            Value file = field.value();
            boolean random = false;
            if (file instanceof Value.Fields) {
                Form set = Form.of(file, "a data set", "file", "order");
                file = set.need("file", "people.csv");
                String order = set.text("order", "in-turn");
                random = order.equals("random");
                if (!random && !order.equals("in-turn")) {
                    throw set.get("order").at().wrong("\"order\" is in-turn or random, and not \"" + order + "\"");
                }
            }
            String path = Quantity.text(file, "a data set");
            data.add(DataSet.parse(name, csv(path, file.at()), path, random));
        });
        return List.copyOf(data);
    }

    private String csv(String path, Place at) {
        try {
            return Files.readString(folder.resolve(path), UTF_8);
        } catch (IOException | IllegalArgumentException e) {
            throw at.wrong("the file " + path + " cannot be read as a text; it is looked for beside the scenario", e);
        }
    }

    private List<Flow> flows(Form form, boolean sleeps, Names names) {
        Map<String, Value.Field> headers = form.mapping("headers", "Accept: application/json");
        Map<String, Integer> requests = new LinkedHashMap<>();
        if (!form.has("flows")) {
            return List.of(new Flow("", 1, new StepReader(folder, names, headers, requests).read(form, sleeps)));
        }
        if (form.has("requests")) {
            throw form.at("requests").wrong("\"requests\" does not go with \"flows\": each flow has its own");
        }
        List<Flow> flows = new ArrayList<>();
        for (Value value : form.list("flows")) {
            Form flow = Form.of(value, "a flow", "name", "weight", "requests");
            flows.add(new Flow(flow.text("name", ""), (int) flow.count("weight", 1, MOST_WEIGHT, 1),
                    new StepReader(folder, names.fresh(), headers, requests).read(flow, sleeps)));
        }
        if (flows.isEmpty()) {
            throw form.at("flows").wrong("flows are a list, such as [{weight: 3, requests: [{get: /}]}]");
        }
        return List.copyOf(flows);
    }

    private static List<Threshold> thresholds(Form form, List<Flow> flows) {
        List<Threshold> thresholds = new ArrayList<>();
        for (Value value : form.list("thresholds")) {
            if (value instanceof Value.Fields(Map<String, Value.Field> fields, Place _)) {
                // "login: p95<100ms" without quotes is a mapping to YAML.
                fields.forEach((request, field) -> {
                    List<Value> all = field.value() instanceof Value.Items(List<Value> several, Place _)
                            ? several
                            : List.of(field.value());
                    all.forEach(one -> thresholds.add(
                            threshold(request + ": " + Quantity.text(one, "a threshold"), field.at(), flows)));
                });
            } else {
                thresholds.add(threshold(Quantity.text(value, "a threshold"), value.at(), flows));
            }
        }
        return List.copyOf(thresholds);
    }

    private static Threshold threshold(String text, Place at, List<Flow> flows) {
        try {
            return known(Threshold.of(text), flows);
        } catch (IllegalArgumentException e) {
            throw at.wrong(e.getMessage(), e);
        }
    }

    /** @throws IllegalArgumentException it is about a request that there is not */
    static Threshold known(Threshold threshold, List<Flow> flows) {
        List<String> names = flows.stream()
                .flatMap(flow -> flow.steps().stream())
                .filter(Step.Ask.class::isInstance)
                .map(step -> ((Step.Ask) step).name())
                .distinct()
                .toList();
        if (threshold.request() != null && !names.contains(threshold.request())) {
            throw new IllegalArgumentException("no request is called \"" + threshold.request() + "\"; "
                    + Nearest.hint(threshold.request(), names));
        }
        return threshold;
    }
}
