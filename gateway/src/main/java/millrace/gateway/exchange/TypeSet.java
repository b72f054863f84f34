package millrace.gateway.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Content types that something is done to: {@code gzip_types} and its like. Immutable. */
public final class TypeSet {
    public static final TypeSet HTML = new TypeSet(List.of("text/html"));

    private final Set<String> types;
    private final boolean all;

    /** @param types {@code *} stands for all */
    public TypeSet(List<String> types) {
        this.types = types.stream().map(t -> t.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
        this.all = types.contains("*");
    }

    /** These and HTML, which is always meant. */
    public static TypeSet withHtml(List<String> types) {
        List<String> both = new ArrayList<>(types);
        both.add("text/html");
        return new TypeSet(both);
    }

    /** Whether a reply's type is one of them; parameters such as the charset do not count. */
    public boolean has(Reply reply) {
        if (all) {
            return true;
        }
        String type = reply.headers().get("Content-Type");
        return type != null && types.contains(bare(type));
    }

    private static String bare(String type) {
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }
}
