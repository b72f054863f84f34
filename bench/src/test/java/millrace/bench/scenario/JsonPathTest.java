package millrace.bench.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import millrace.http.json.Json;
import millrace.http.json.JsonException;
import millrace.http.json.JsonValue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonPathTest {
    private static final String DOCUMENT =
            "{\"a\":{\"b\":[{\"c\":1.50},\"two\",[true,null]]},\"a.b\":{\"it's\":\"x\"},\"\":0}";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "$.a.b[0].c | 1.50",
        "$.a.b[1] | two",
        "$['a'][\"b\"][-1][0] | true",
        "$.a.b[2][1] | null",
        "$.a.b[2] | [true,null]",
        "$['a.b'][\"it's\"] | x",
        "$[''] | 0",
    })
    void aPathLeadsToAValue(String path, String text) throws JsonException {
        byte[] bytes = DOCUMENT.getBytes(UTF_8);
        JsonValue document = Json.parse(bytes, 0, bytes.length);
        assertEquals(text, JsonPath.text(JsonPath.of(path).in(document)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"$.b", "$.a.b[9]", "$.a.b[-9]", "$.a[0]", "$.a.b.c", "$.a.b[1].x"})
    void whatIsNotThereIsNothing(String path) throws JsonException {
        byte[] bytes = DOCUMENT.getBytes(UTF_8);
        assertNull(JsonPath.of(path).in(Json.parse(bytes, 0, bytes.length)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", ".a", "$a", "$.", "$..a", "$.a[", "$.a[]", "$.a[x]", "$.a[*]", "$.*[?]", "$['a",
        "$.a b"})
    void whatIsNoPathIsNone(String text) {
        assertNull(JsonPath.of(text));
    }
}
