package millrace.manager.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class ProcessFileCasesTest {
    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> eachFileComesToWhatItExpects() throws IOException {
        return ProcessFileCase.all().stream()
                .map(one -> DynamicTest.dynamicTest(one.name(), () -> {
                    assertFalse(one.expected().isEmpty());
                    Path own = Files.createDirectory(folder.resolve(one.name())).toRealPath();
                    assertEquals(Set.of(), one.differences(own), () -> String.join("\n", one.expected()));
                }));
    }

    @Test
    void eachAttributeIsInAFile() throws IOException {
        String all = String.join("\n", ProcessFileCase.all().stream()
                .flatMap(one -> one.files().values().stream())
                .toList());
        List<String> missing = new ArrayList<>();
        for (Attribute attribute : Attribute.values()) {
            if (!all.matches("(?s).*\\b" + attribute.key() + "[\"']?\\s*:.*")) {
                missing.add(attribute.key());
            }
        }
        assertTrue(missing.isEmpty(), () -> "attributes that no case has: " + missing);
    }
}
