package millrace.lint.js;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import millrace.lint.source.Facts;
import millrace.lint.source.Place;
import millrace.regex.analysis.Dialect;

/** One line of what {@code facts.js} says, as {@link Facts}. */
final class FactsReader {
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
            .build();

    private final String file;

    private FactsReader(String file) {
        this.file = file;
    }

    static Facts read(String file, String line) throws IOException {
        try (JsonParser parser = JSON.createParser(line)) {
            parser.nextToken();
            return new FactsReader(file).facts(object(tree(parser)));
        }
    }

    private Facts facts(Map<String, Object> all) {
        if (all.get("problem") instanceof String problem) {
            return Facts.problem(all.containsKey("at") ? place(all) : new Place(file, 1, 1), problem);
        }
        return new Facts(
                new Place(file, 1, 1),
                null,
                each(all, "patterns", one -> new Facts.PatternText(
                        text(one, "pattern"), text(one, "flags"), Dialect.JAVASCRIPT, place(one))),
                each(all, "functions", one -> new Facts.Function(number(one, "id"), text(one, "name"), place(one))),
                each(all, "handlers", one -> new Facts.Handler(
                        number(one, "fn"), text(one, "what"), place(one), one.containsKey("shape"))),
                each(all, "calls", one -> new Facts.Call(number(one, "from"), number(one, "to"), place(one))),
                each(all, "uses", this::use));
    }

    private Facts.Use use(Map<String, Object> one) {
        List<?> api = (List<?>) one.get("api");
        return new Facts.Use(
                number(one, "fn"),
                List.of((String) api.get(0)),
                (String) api.get(1),
                number(one, "arguments"),
                (Boolean) one.get("callback"),
                text(one, "text"),
                place(one));
    }

    private Place place(Map<String, Object> one) {
        List<?> at = (List<?>) one.get("at");
        return new Place(file, (Integer) at.get(0), (Integer) at.get(1));
    }

    private static int number(Map<String, Object> one, String name) {
        return (Integer) one.get(name);
    }

    private static String text(Map<String, Object> one, String name) {
        return (String) one.get(name);
    }

    private static <T> List<T> each(Map<String, Object> all, String name, Function<Map<String, Object>, T> make) {
        return ((List<?>) all.get(name)).stream().map(one -> make.apply(object(one))).toList();
    }

    @SuppressWarnings("unchecked") // Made by tree(), with names as keys.
    private static Map<String, Object> object(Object value) {
        return (Map<String, Object>) value;
    }

    /** The value that begins at the current token: maps, lists, strings, numbers. */
    private static Object tree(JsonParser parser) throws IOException {
        switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, Object> members = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    parser.nextToken();
                    members.put(name, tree(parser));
                }
                return members;
            }
            case START_ARRAY -> {
                List<Object> items = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    items.add(tree(parser));
                }
                return items;
            }
            case VALUE_NUMBER_INT -> {
                return parser.getIntValue();
            }
            case VALUE_TRUE, VALUE_FALSE -> {
                return parser.getBooleanValue();
            }
            default -> {
                return parser.getText();
            }
        }
    }
}
