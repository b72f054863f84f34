package millrace.manager.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
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

/** Reads YAML 1.2, with anchors and the merge key {@code <<}, which process files use to say things once. */
final class YamlReader {
    private static final int MAX_DEPTH = 100;
    /** Aliases can make a short file long; beyond that it is no process file. */
    private static final int MAX_NODES = 100_000;

    private final Lines lines = new Lines();
    private int nodes;
    private int depth;

    private YamlReader() {}

    static Document read(String text, String file) throws ConfigException {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file)
                .setSchema(new CoreSchema())
                .setUseMarks(true)
                .build();
        try {
            limitDepth(new ParserImpl(settings, new StreamReader(settings, text)));
            Optional<Node> root =
                    new Composer(settings, new ParserImpl(settings, new StreamReader(settings, text))).getSingleNode();
            YamlReader reader = new YamlReader();
            return new Document(root.isPresent() ? reader.value(root.get()) : null, reader.lines);
        } catch (MarkedYamlEngineException e) {
            String line = e.getProblemMark().map(mark -> "line " + (mark.getLine() + 1) + ": ").orElse("");
            throw new ConfigException(line + e.getProblem(), e);
        } catch (YamlEngineException e) {
            throw new ConfigException("this is no YAML: " + e.getMessage(), e);
        }
    }

    /** The parser does not recur, the composer does: so depth is looked at before. */
    private static void limitDepth(ParserImpl parser) throws ConfigException {
        int depth = 0;
        while (parser.hasNext()) {
            Event event = parser.next();
            if (event instanceof CollectionStartEvent && ++depth > MAX_DEPTH) {
                int line = event.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
                throw new ConfigException("line " + line + ": nested more than " + MAX_DEPTH + " deep");
            }
            depth -= event instanceof CollectionEndEvent ? 1 : 0;
        }
    }

    private Object value(Node node) throws ConfigException {
        // An alias may lead to what it is in, and then has no end.
        if (++nodes > MAX_NODES || ++depth > MAX_DEPTH) {
            throw new ConfigException("line " + line(node) + ": too much comes of its aliases");
        }
        Object value = switch (node) {
            case MappingNode mapping -> map(mapping);
            case SequenceNode sequence -> {
                List<Object> elements = new ArrayList<>();
                for (Node element : sequence.getValue()) {
                    elements.add(value(element));
                }
                yield elements;
            }
            case ScalarNode scalar -> scalar(scalar);
            default -> throw new ConfigException("line " + line(node) + ": an alias that leads nowhere");
        };
        depth--;
        return value;
    }

    private static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }

    private Map<String, Object> map(MappingNode mapping) throws ConfigException {
        Map<String, Object> fields = new LinkedHashMap<>();
        Map<String, Object> merged = new LinkedHashMap<>();
        for (NodeTuple pair : mapping.getValue()) {
            String key = pair.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : null;
            if (key == null) {
                throw new ConfigException("line " + line(pair.getKeyNode()) + ": a key is a text");
            }
            Object value = value(pair.getValueNode());
            if (key.equals("<<")) {
                merge(value, merged);
            } else {
                fields.put(key, value);
                lines.put(fields, key, line(pair.getKeyNode()));
            }
        }
        merged.forEach(fields::putIfAbsent);
        return fields;
    }

    /** The earlier of several counts; what the mapping itself says counts more than all of them. */
    private static void merge(Object value, Map<String, Object> into) throws ConfigException {
        for (Object one : value instanceof List<?> list ? list : List.of(value == null ? "" : value)) {
            if (!(one instanceof Map<?, ?> fields)) {
                throw new ConfigException("<< takes a mapping, or several");
            }
            fields.forEach((key, field) -> into.putIfAbsent((String) key, field));
        }
    }

    private static Object scalar(ScalarNode scalar) throws ConfigException {
        String text = scalar.getValue();
        Tag tag = scalar.getTag();
        if (tag.equals(Tag.NULL)) {
            return null;
        } else if (tag.equals(Tag.BOOL)) {
            return Boolean.valueOf(text.toLowerCase(Locale.ROOT));
        } else if (!tag.equals(Tag.INT) && !tag.equals(Tag.FLOAT)) {
            return text;
        }
        try {
            return tag.equals(Tag.INT) ? whole(text) : (Object) Double.valueOf(text.replace("_", ""));
        } catch (NumberFormatException e) {
            // .inf, .nan, or more digits than a number has: it can only be meant as a text.
            return text;
        }
    }

    private static Long whole(String text) {
        return text.startsWith("0o") ? Long.valueOf(text.substring(2), 8) : Long.decode(decimal(text));
    }

    /** Leading zeros are decimal in YAML 1.2, octal in {@link Long#decode}. */
    private static String decimal(String text) {
        String bare = text.startsWith("+") ? text.substring(1) : text;
        return bare.startsWith("0x") ? bare : bare.replaceFirst("^(-?)0+(?=[0-9])", "$1");
    }
}
