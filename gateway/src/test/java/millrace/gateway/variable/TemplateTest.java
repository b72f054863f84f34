package millrace.gateway.variable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Place;
import millrace.gateway.config.Registry;
import org.junit.jupiter.api.Test;

class TemplateTest {
    private static final Place PLACE = new Place("f", 3);
    private final Registry registry = new Registry();
    private final Variables variables = new Variables(registry.http());

    private static Variable says(String text) {
        return (x, to) -> {
            to.utf8(text);
            return true;
        };
    }

    private Template compile(String source) throws ConfigException {
        return Template.compile(source, variables, PLACE);
    }

    private String text(String source) throws ConfigException {
        Template template = compile(source);
        List<ConfigException> problems = new ArrayList<>();
        variables.bindAll(problems::add);
        assertEquals(List.of(), problems);
        return template.text(null);
    }

    @Test
    void namesEndWhereTheyEndOrAtTheBracket() throws ConfigException {
        registry.variable("a", says("A"));
        registry.variable("1", says("one"));
        assertEquals("xA-AbAone0one", text("x$a-${a}b$a$10${1}"));
    }

    @Test
    void whatHasNoVariablesIsConstant() throws ConfigException {
        assertTrue(compile("plain").isConstant());
        assertFalse(compile("$a").isConstant());
        registry.variable("a", says(""));
        assertEquals("plain", text("plain"));
    }

    @Test
    void aVariableMayBeMadeAfterItIsUsed() throws ConfigException {
        Template early = compile("$Later");
        variables.define("later", says("now"), PLACE);
        variables.bindAll(e -> assertEquals(null, e));
        assertEquals("now", early.text(null));
    }

    @Test
    void aNameThatNobodyMakesIsTold() throws ConfigException {
        registry.variable("request_uri", says(""));
        compile("$request_url");
        List<ConfigException> problems = new ArrayList<>();
        variables.bindAll(problems::add);
        assertEquals("unknown \"request_url\" variable in f:3 (did you mean \"request_uri\"?)",
                problems.getFirst().getMessage());
    }

    @Test
    void familiesAreFoundByTheirLongestPrefix() throws ConfigException {
        registry.variablePrefix("a_", rest -> says("short " + rest));
        registry.variablePrefix("a_b_", rest -> says("long " + rest));
        assertEquals("short c,long c", text("$a_c,$a_b_c"));
    }

    @Test
    void brokenNamesAreRefused() {
        assertEquals("invalid variable name", assertThrows(ConfigException.class, () -> compile("a$")).problem());
        assertEquals("invalid variable name", assertThrows(ConfigException.class, () -> compile("$-")).problem());
        assertEquals("the closing bracket in \"ab\" variable is missing",
                assertThrows(ConfigException.class, () -> compile("${ab-")).problem());
    }
}
