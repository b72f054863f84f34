package millrace.manager.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads data that is written as JavaScript: JSON with comments, trailing commas, single quotes and bare names, and what
 * plain process files have beyond that: constants, environment variables, paths and a little arithmetic. Whatever else
 * is in a file is an error that names its line; it takes Node to evaluate it.
 */
final class LiteralReader {
    private static final int MAX_DEPTH = 100;
    /** What a constant is that is {@code require("path")}; it is never the value of an expression. */
    private static final Object PATH_MODULE = new Object();

    private final LiteralScanner in;
    private final Map<String, String> environment;
    private final Path file;
    private final Lines lines = new Lines();
    private final Map<String, Object> constants = new HashMap<>();
    private int depth;

    private LiteralReader(String text, Path file, Map<String, String> environment) {
        this.in = new LiteralScanner(text);
        this.file = file;
        this.environment = environment;
    }

    /**
     * @param file absolute; what {@code __dirname} is taken from
     * @param environment what {@code process.env} is
     */
    static Document read(String text, Path file, Map<String, String> environment) throws ConfigException {
        LiteralReader reader = new LiteralReader(text, file, environment);
        return new Document(reader.program(), reader.lines);
    }

    private Object program() throws ConfigException {
        while (in.take("'use strict'") || in.take("\"use strict\"") || in.take(";")) {
            // These say nothing about the data.
            continue;
        }
        while (in.take("const") || in.take("let") || in.take("var")) {
            constant();
        }
        if (in.take("module")) {
            in.need(".");
            in.need("exports");
            in.need("=");
        } else if (in.take("export")) {
            in.need("default");
        }
        Object value = expression();
        in.take(";");
        if (in.peek() >= 0) {
            throw in.error("unexpected " + in.shown());
        }
        return value;
    }

    private void constant() throws ConfigException {
        String name = in.name();
        in.need("=");
        constants.put(name, in.take("require") ? pathModule() : expression());
        in.take(";");
    }

    /** {@code a || b} and {@code a ?? b}, then sums, then products. */
    private Object expression() throws ConfigException {
        if (++depth > MAX_DEPTH) {
            throw in.error("nested more than " + MAX_DEPTH + " deep");
        }
        Object value = sum();
        while (true) {
            if (in.take("||")) {
                Object other = sum();
                value = Value.truthy(value) ? value : other;
            } else if (in.take("??")) {
                Object other = sum();
                value = value == null ? other : value;
            } else {
                depth--;
                return value;
            }
        }
    }

    private Object sum() throws ConfigException {
        Object value = product();
        while (in.take("+")) {
            value = Value.plus(value, product(), in);
        }
        return value;
    }

    private Object product() throws ConfigException {
        Object value = operand();
        while (in.take("*")) {
            value = Value.times(value, operand(), in);
        }
        return value;
    }

    private Object operand() throws ConfigException {
        if (in.take("{")) {
            return object();
        } else if (in.take("[")) {
            return array();
        } else if (in.take("(")) {
            Object value = expression();
            in.need(")");
            return value;
        } else if (in.take("\"")) {
            return string('"');
        } else if (in.take("'")) {
            return string('\'');
        } else if (in.take("`")) {
            return string('`');
        } else if (in.take("-")) {
            return Value.times(-1L, number(), in);
        } else if (in.take("+")) {
            return number();
        } else if (in.atNumber()) {
            return in.number();
        }
        return word();
    }

    private Number number() throws ConfigException {
        if (!in.atNumber()) {
            throw in.error("expected a number, not " + in.shown());
        }
        return in.number();
    }

    private String string(char quote) throws ConfigException {
        StringBuilder text = new StringBuilder();
        while (!in.stringPart(quote, text)) {
            text.append(Value.text(expression(), in));
            in.need("}");
        }
        return text.toString();
    }

    private Map<String, Object> object() throws ConfigException {
        Map<String, Object> fields = new LinkedHashMap<>();
        while (!in.take("}")) {
            String key = key();
            lines.put(fields, key, in.line());
            in.need(":");
            fields.put(key, expression());
            if (!more("}")) {
                break;
            }
        }
        return fields;
    }

    private String key() throws ConfigException {
        if (in.take("\"")) {
            return string('"');
        } else if (in.take("'")) {
            return string('\'');
        }
        return in.atNumber() ? in.number().toString() : in.name();
    }

    private List<Object> array() throws ConfigException {
        List<Object> elements = new ArrayList<>();
        while (!in.take("]")) {
            elements.add(expression());
            if (!more("]")) {
                break;
            }
        }
        return elements;
    }

    /** After an element: a comma, or the end. */
    private boolean more(String end) throws ConfigException {
        if (in.take(",")) {
            return true;
        }
        if (!in.take(end)) {
            throw in.error("expected a comma or \"" + end + "\", not " + in.shown());
        }
        return false;
    }

    private Object word() throws ConfigException {
        String shown = in.shown();
        String word = in.name();
        return switch (word) {
            case "true" -> true;
            case "false" -> false;
            case "null", "undefined", "NaN" -> null;
            case "__dirname" -> file.getParent().toString();
            case "__filename" -> file.toString();
            case "process" -> process();
            case "require" -> {
                pathModule();
                yield path();
            }
            default -> {
                if (!constants.containsKey(word)) {
                    throw in.error(shown + " is not plain data");
                }
                Object value = constants.get(word);
                yield value == PATH_MODULE ? path() : value;
            }
        };
    }

    private Object process() throws ConfigException {
        in.need(".");
        if (in.take("cwd")) {
            in.need("(");
            in.need(")");
            return Path.of("").toAbsolutePath().toString();
        }
        in.need("env");
        if (in.take(".")) {
            return environment.get(in.name());
        }
        in.need("[");
        String name = Value.text(expression(), in);
        in.need("]");
        return environment.get(name);
    }

    private Object pathModule() throws ConfigException {
        in.need("(");
        String module = Value.text(expression(), in);
        in.need(")");
        if (!module.equals("path") && !module.equals("node:path")) {
            throw in.error("require(\"" + module + "\") is not plain data");
        }
        return PATH_MODULE;
    }

    /** What follows the module {@code path}: {@code .join(…)} or {@code .resolve(…)}. */
    private String path() throws ConfigException {
        in.need(".");
        boolean resolve = in.take("resolve");
        if (!resolve) {
            in.need("join");
        }
        in.need("(");
        List<String> parts = new ArrayList<>();
        while (!in.take(")")) {
            parts.add(Value.text(expression(), in));
            if (!more(")")) {
                break;
            }
        }
        return Value.joined(parts, resolve, in);
    }
}
