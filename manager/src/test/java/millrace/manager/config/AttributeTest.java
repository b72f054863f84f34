package millrace.manager.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AttributeTest {
    @Test
    void aDefaultIsAValueOfItsKindAndCanonicalValuesReadAsThemselves() throws Exception {
        for (Attribute attribute : Attribute.values()) {
            if (attribute.byDefault() != null) {
                Object value = attribute.kind().read(attribute.byDefault());
                assertEquals(value, attribute.kind().read(value), attribute.key());
            }
        }
    }

    @Test
    void everyNameIsUnderstoodInCamelCaseTooAndIsNobodyElses() {
        Map<String, Attribute> owners = new HashMap<>();
        for (Attribute attribute : Attribute.values()) {
            for (String name : attribute.names()) {
                for (String spelling : List.of(name, Attribute.camelCase(name))) {
                    assertEquals(Optional.of(attribute), Attribute.named(spelling), spelling);
                    Attribute other = owners.put(spelling, attribute);
                    assertTrue(other == null || other == attribute, spelling);
                }
            }
        }
        assertEquals(Optional.of(Attribute.EXP_BACKOFF_RESTART_DELAY), Attribute.named("expBackoffRestartDelay"));
        assertEquals(Optional.of(Attribute.WINDOWS_HIDE), Attribute.named("windowsHide"));
    }

    @Test
    void everySentenceOfTheDocumentationEnds() {
        for (Attribute attribute : Attribute.values()) {
            assertTrue(attribute.says().endsWith("."), attribute.key());
        }
    }
}
