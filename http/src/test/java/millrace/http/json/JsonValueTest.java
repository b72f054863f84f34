package millrace.http.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonValueTest {

    private static JsonObject object(String text) throws JsonException {
        return (JsonObject) Documents.tree(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void membersAreGotByNameAndKind() throws Exception {
        JsonObject o = object("{'s':'x','i':12,'e':1e3,'d':0.25,'b':true,'o':{'n':null},'a':[1,2]}");
        assertEquals("x", o.string("s"));
        assertEquals(12, o.integer("i", 12, 12));
        assertEquals(1000, o.integer("e", 0, 1000));
        assertEquals(0.25, o.number("d"));
        assertTrue(o.bool("b"));
        assertEquals(2, o.array("a").elements().size());
        assertFalse(o.object("o").has("n") || o.has("missing"));
        assertEquals("[s, i, e, d, b, o, a]", o.members().keySet().toString(), "in the order of the document");
    }

    @Test
    void aWrongMemberIsNamedWithWhatItMustBe() throws Exception {
        JsonObject o = object("{'s':1,'i':1.5,'n':1e999,'b':'true'}");
        assertEquals("the member \"s\" must be a string",
                assertThrows(JsonException.class, () -> o.string("s")).getMessage());
        assertEquals("the member \"i\" must be a whole number from 1 to 9",
                assertThrows(JsonException.class, () -> o.integer("i", 1, 9)).getMessage());
        assertThrows(JsonException.class, () -> o.number("n"));
        assertThrows(JsonException.class, () -> o.bool("b"));
        assertThrows(JsonException.class, () -> o.array("missing"));
        assertEquals(400, assertThrows(JsonException.class, () -> o.object("missing")).status());
    }

    /** Each would be written out by who is careless: a few characters that stand for gigabytes of digits. */
    @ParameterizedTest
    @ValueSource(strings = {
        "1e1000000000", "1e-1000000000", "1e2147483647", "1e99999999999", "-1e-99999999999", "9223372036854775808", "0.5"
    })
    void whatIsNoLongIsRefusedWithoutWritingItOut(String text) {
        assertThrows(ArithmeticException.class, () -> new JsonNumber(text).toLong());
    }

    @Test
    void numbersLoseNothing() {
        assertEquals(Long.MIN_VALUE, new JsonNumber("-9223372036854775808").toLong());
        assertEquals(0, new JsonNumber("-0e2147483647").toLong());
        assertEquals(120, new JsonNumber("1.20e2").toLong());
        assertEquals(new BigDecimal("0.1000"), new JsonNumber("0.1000").toBigDecimal());
        assertEquals(Double.POSITIVE_INFINITY, new JsonNumber("1e400").toDouble());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "01", "1.", ".1", "1e", "1e+", "+1", "1 ", "0x1", "NaN", "1.e1", "٣"})
    void textThatIsNoJsonNumberMakesNone(String text) {
        assertThrows(IllegalArgumentException.class, () -> new JsonNumber(text));
    }
}
