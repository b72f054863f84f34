package millrace.cli.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import millrace.cluster.json.Json;

/**
 * A form as {@code --form} describes it: a JSON object of fields, each {@code {"type": "text", "value": …}} or {@code
 * {"type": "file", "path": …, "options": {"filename": …}}}. Source: RFC 7578.
 *
 * @param contentType names the boundary
 */
record Multipart(String contentType, byte[] body) {
    /** @param text the description, or the name of a file that has it */
    static Multipart of(String text) {
        String boundary = "millrace-" + UUID.randomUUID();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        description(text).forEach((name, field) -> {
            if (!(name instanceof String word) || !(field instanceof Map<?, ?> members)) {
                throw new IllegalArgumentException("--form: the field \"" + name + "\" is no object");
            }
            out.writeBytes(("--" + boundary + "\r\n").getBytes(UTF_8));
            part(word, members, out);
            out.writeBytes("\r\n".getBytes(UTF_8));
        });
        out.writeBytes(("--" + boundary + "--\r\n").getBytes(UTF_8));
        return new Multipart("multipart/form-data; boundary=" + boundary, out.toByteArray());
    }

    private static Map<?, ?> description(String text) {
        try {
            byte[] bytes = text.stripLeading().startsWith("{") ? text.getBytes(UTF_8) : Files.readAllBytes(Path.of(text));
            if (Json.read(bytes, 0, bytes.length) instanceof Map<?, ?> fields) {
                return fields;
            }
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "--form takes a JSON object, or a file with one: "
                            + e.getMessage().lines().findFirst().orElse(""), e);
        }
        throw new IllegalArgumentException("--form takes a JSON object of fields");
    }

    private static void part(String name, Map<?, ?> members, ByteArrayOutputStream out) {
        Object type = members.get("type");
        String disposition = "Content-Disposition: form-data; name=\"" + quoted(name) + "\"";
        if ("text".equals(type) && members.get("value") != null) {
            out.writeBytes((disposition + "\r\n\r\n" + members.get("value")).getBytes(UTF_8));
        } else if ("file".equals(type) && members.get("path") instanceof String file) {
            Path path = Path.of(file);
            out.writeBytes((disposition + "; filename=\"" + quoted(filename(path, members)) + "\"\r\nContent-Type: "
                    + type(path, members) + "\r\n\r\n").getBytes(UTF_8));
            try {
                out.writeBytes(Files.readAllBytes(path));
            } catch (IOException e) {
                throw new IllegalArgumentException("--form: cannot read " + path, e);
            }
        } else {
            throw new IllegalArgumentException("--form: the field \"" + name + "\" is of type \"text\" with a "
                    + "\"value\", or of type \"file\" with a \"path\"");
        }
    }

    private static String filename(Path path, Map<?, ?> members) {
        if (members.get("options") instanceof Map<?, ?> options) {
            for (String each : new String[] {"filepath", "filename"}) {
                if (options.get(each) instanceof String name) {
                    return name;
                }
            }
        }
        return path.getFileName().toString();
    }

    private static String type(Path path, Map<?, ?> members) {
        if (members.get("options") instanceof Map<?, ?> options && options.get("contentType") instanceof String type) {
            return type;
        }
        try {
            String known = Files.probeContentType(path);
            return known == null ? "application/octet-stream" : known;
        } catch (IOException e) {
            throw new IllegalArgumentException("--form: cannot read " + path, e);
        }
    }

    /** As browsers write names. Source: the HTML standard, multipart/form-data encoding algorithm. */
    private static String quoted(String name) {
        return name.replace("\r", "%0D").replace("\n", "%0A").replace("\"", "%22");
    }
}
