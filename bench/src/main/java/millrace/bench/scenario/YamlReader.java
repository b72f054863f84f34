package millrace.bench.scenario;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Reads YAML 1.2, with anchors and the merge key {@code <<}, and remembers where everything stands. */
final class YamlReader {
    private static final int MOST_DEPTH = 100;
    /** Aliases can make a short file long; beyond that it is no scenario. */
    private static final int MOST_NODES = 100_000;

    private final String file;
    private int nodes;
    private int depth;

    private YamlReader(String file) {
        this.file = file;
    }

    /** @throws ScenarioException it is no YAML, or there is nothing in it */
    static Value read(String text, String file) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file)
                .setSchema(new CoreSchema())
                .setUseMarks(true)
                .build();
        YamlReader reader = new YamlReader(file);
        try {
            reader.limitDepth(new ParserImpl(settings, new StreamReader(settings, text)));
            Optional<Node> root =
                    new Composer(settings, new ParserImpl(settings, new StreamReader(settings, text))).getSingleNode();
            return reader.value(root.orElseThrow(() -> new Place(file, 1, 1).wrong("there is nothing in it")));
        } catch (MarkedYamlEngineException e) {
            throw reader.place(e.getProblemMark()).wrong("this is no YAML: " + e.getProblem(), e);
        } catch (YamlEngineException e) {
            throw new Place(file, 1, 1).wrong("this is no YAML: " + e.getMessage(), e);
        }
    }

    private Place place(Optional<Mark> mark) {
        return mark.map(at -> new Place(file, at.getLine() + 1, at.getColumn() + 1)).orElse(new Place(file, 1, 1));
    }

    /** The parser does not recur, the composer does: so depth is looked at before. */
    private void limitDepth(ParserImpl parser) {
        int open = 0;
        while (parser.hasNext()) {
            Event event = parser.next();
            if (event instanceof CollectionStartEvent && ++open > MOST_DEPTH) {
                throw place(event.getStartMark()).wrong("nested more than " + MOST_DEPTH + " deep");
            }
            open -= event instanceof CollectionEndEvent ? 1 : 0;
        }
    }

    private Value value(Node node) {
        Place at = place(node.getStartMark());
        // An alias may lead to what it is in, and then has no end.
        if (++nodes > MOST_NODES || ++depth > MOST_DEPTH) {
            throw at.wrong("too much comes of its aliases");
        }
        Value value = switch (node) {
            case MappingNode mapping -> new Value.Fields(fields(mapping), at);
            case SequenceNode sequence -> {
                List<Value> items = new ArrayList<>();
                for (Node item : sequence.getValue()) {
                    items.add(value(item));
                }
                yield new Value.Items(List.copyOf(items), at);
            }
            case ScalarNode scalar -> scalar(scalar, at);
            default -> throw at.wrong("an alias that leads nowhere");
        };
        depth--;
        return value;
    }

    private Map<String, Value.Field> fields(MappingNode mapping) {
        Map<String, Value.Field> fields = new LinkedHashMap<>();
        Map<String, Value.Field> merged = new LinkedHashMap<>();
        for (NodeTuple pair : mapping.getValue()) {
            Place at = place(pair.getKeyNode().getStartMark());
            if (!(pair.getKeyNode() instanceof ScalarNode key)) {
                throw at.wrong("a key is a text");
            }
            Value value = value(pair.getValueNode());
            if (key.getValue().equals("<<")) {
                merge(value, merged);
            } else if (fields.put(key.getValue(), new Value.Field(at, value)) != null) {
                throw at.wrong("\"" + key.getValue() + "\" is there twice");
            }
        }
        merged.forEach(fields::putIfAbsent);
        return fields;
    }

    /** The earlier of several counts; what the mapping itself says counts more than all of them. */
    private static void merge(Value value, Map<String, Value.Field> into) {
        for (Value one : value instanceof Value.Items(List<Value> several, Place _) ? several : List.of(value)) {
            if (!(one instanceof Value.Fields(Map<String, Value.Field> fields, Place _))) {
                throw one.at().wrong("<< takes a mapping, or several");
            }
            fields.forEach(into::putIfAbsent);
        }
    }

    private static Value.Scalar scalar(ScalarNode scalar, Place at) {
        Tag tag = scalar.getTag();
        Value.Kind kind = tag.equals(Tag.NULL) ? Value.Kind.NOTHING
                : tag.equals(Tag.BOOL) ? Value.Kind.BOOLEAN
                : tag.equals(Tag.INT) || tag.equals(Tag.FLOAT) ? Value.Kind.NUMBER
                : Value.Kind.TEXT;
        return new Value.Scalar(kind == Value.Kind.NOTHING ? "" : scalar.getValue(), kind, at);
    }
}
