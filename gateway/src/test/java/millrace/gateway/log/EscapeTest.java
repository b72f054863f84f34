package millrace.gateway.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import millrace.gateway.Features;
import millrace.gateway.config.Configuration;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Feature;
import millrace.gateway.config.Registry;
import millrace.gateway.config.Source;
import millrace.gateway.variable.Template;
import millrace.http.codec.Output;
import org.junit.jupiter.api.Test;

/** What becomes of values that a client chose. */
class EscapeTest {
    private static final String VALUE = "a\"b\\c\n\t\u0001\u007f\u00e9";

    private static String line(Escape escape, String source) throws ConfigException {
        List<Feature> features = new ArrayList<>(Features.all());
        features.add(table -> {
            table.variable("value", (x, out) -> {
                out.put(VALUE.getBytes(StandardCharsets.ISO_8859_1));
                return true;
            });
            table.variable("nothing", (x, out) -> false);
            table.variable("empty", (x, out) -> true);
        });
        Source none = Source.ofText(Path.of("/tmp"), "events { }");
        Configuration configuration = Configuration.read(Registry.of(features), none);
        Output out = new Output(16);
        Template.compile(source, configuration.main(), null).write(null, out, escape);
        return new String(out.bytes(), 0, out.length(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void nothingUnprintableAndNoQuoteGetsIntoALine() throws ConfigException {
        assertEquals("\"a\\x22b\\x5Cc\\x0A\\x09\\x01\\x7F\\xE9\"", line(Escape.DEFAULT, "\"$value\""));
    }

    @Test
    void stringOfJsonStaysAString() throws ConfigException {
        assertEquals("{\"a\\\"b\\\\c\\n\\t\\u0001\u007f\u00e9\"}", line(Escape.JSON, "{\"$value\"}"));
    }

    @Test
    void withoutEscapingAllStaysAsItIs() throws ConfigException {
        assertEquals(VALUE, line(Escape.NONE, "$value"));
    }

    @Test
    void noValueIsADashWhereANumberOfFieldsMatters() throws ConfigException {
        assertEquals("- x ", line(Escape.DEFAULT, "$nothing x $empty"));
        assertEquals(" x ", line(Escape.JSON, "$nothing x $empty"));
    }
}
