package millrace.lint.source;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The languages that are read, and how their files are called. */
public enum Language {
    JAVASCRIPT(Set.of("js", "cjs", "mjs", "jsx", "ts", "tsx", "mts", "cts")),
    JAVA(Set.of("java"));

    private static final Set<String> WITHOUT_CODE = Set.of(".d.ts", ".d.mts", ".d.cts", "module-info.java");

    private final Set<String> endings;

    Language(Set<String> endings) {
        this.endings = endings;
    }

    /** By the ending of the name; a declaration file has no code in it. */
    public static Optional<Language> of(Path file) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        if (dot < 0 || WITHOUT_CODE.stream().anyMatch(name::endsWith)) {
            return Optional.empty();
        }
        String ending = name.substring(dot + 1);
        return Arrays.stream(values()).filter(each -> each.endings.contains(ending)).findFirst();
    }

    /** All endings, for a message. */
    public static String endings() {
        return Arrays.stream(values())
                .flatMap(each -> each.endings.stream().sorted())
                .map(ending -> "." + ending)
                .collect(Collectors.joining(" "));
    }
}
