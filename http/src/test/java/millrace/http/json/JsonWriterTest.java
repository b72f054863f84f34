package millrace.http.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonWriterTest {

    private static String text(Object value) {
        return new String(Json.bytes(value), StandardCharsets.UTF_8);
    }

    @Test
    void javaValuesHaveTheFormThatOneExpects() {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("text", "é");
        value.put("numbers", List.of(1, -2L, (short) 3, 0.5, 2.5f, BigInteger.TEN.pow(30)));
        value.put("decimal", new BigDecimal("1.50"));
        value.put("flags", new Object[] {true, false, null});
        value.put("nothing", Map.of());
        value.put("iterator", IntStream.range(0, 3).iterator());
        value.put("tree", new JsonArray(List.of(new JsonString("s"), new JsonNumber("1e2"), JsonLiteral.NULL)));
        assertEquals("{\"text\":\"é\",\"numbers\":[1,-2,3,0.5,2.5,1000000000000000000000000000000],\"decimal\":1.50,"
                + "\"flags\":[true,false,null],\"nothing\":{},\"iterator\":[0,1,2],\"tree\":[\"s\",1e2,null]}",
                text(value));
    }

    @Test
    void stringsAreEscapedAsFarAsTheyMustBe() {
        assertEquals("\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0000\\u001f\u007f\u2028😀\"",
                text("\"\\/\b\f\n\r\t\u0000\u001f\u007f\u2028😀"));
    }

    @Test
    void halfOfASurrogatePairIsEscapedWhereverItStands() {
        assertEquals("\"\\ud800\"", text("\ud800"));
        assertEquals("\"a\\udc00b\"", text("a\udc00b"));
        assertEquals("\"\\ud800\\ud800x😀\\udc00\"", text("\ud800\ud800x😀\udc00"));
        for (int length = 1020; length < 1030; length++) { // Around the place where a long text is cut.
            String long1 = "x".repeat(length) + "😀" + "y".repeat(2_000) + "\ud800";
            assertEquals("\"" + "x".repeat(length) + "😀" + "y".repeat(2_000) + "\\ud800\"", text(long1));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void numbersThatJsonDoesNotHaveAreRefused(double number) {
        assertThrows(IllegalArgumentException.class, () -> text(List.of(number)));
        assertThrows(IllegalArgumentException.class, () -> text((float) number));
    }

    @Test
    void whatHasNoFormIsRefusedWithARemedy() {
        Exception e = assertThrows(IllegalArgumentException.class, () -> text(List.of(new StringBuilder(), this)));
        assertTrue(e.getMessage().contains(getClass().getName()) && e.getMessage().contains("make it a Map"));
        assertThrows(IllegalArgumentException.class, () -> text(Map.of(1, 2)));
        assertThrows(IllegalArgumentException.class, () -> text(Collections.singletonMap(null, 2)));
    }

    @Test
    void aListThatHoldsItselfEndsInAnError() {
        List<Object> list = new ArrayList<>();
        list.add(list);
        Exception e = assertThrows(IllegalArgumentException.class, () -> text(list));
        assertTrue(e.getMessage().contains("hold itself"));
    }

    /** The longest that writing can hold the loop up without a look at the clock. */
    @Test
    void oneStepWritesAFewKilobytesAtMost() {
        List<Object> values = Arrays.asList("\u0001".repeat(100_000), new JsonNumber("1".repeat(100_000)),
                Map.of("€".repeat(100_000), 1), Collections.nCopies(100_000, 1));
        JsonBytes out = new JsonBytes();
        JsonWriter writer = new JsonWriter(values, out, null);
        while (!writer.isDone()) {
            out.clear();
            writer.step();
            assertTrue(out.length() <= 7 * 1024, out.length() + " bytes in one step");
        }
    }
}
