package millrace.os;

import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Strings as C has them: UTF-8 with a NUL at the end, and arrays of them with a null pointer at the end. */
final class CStrings {
    private CStrings() {}

    static MemorySegment string(Arena arena, String value) {
        if (value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a NUL character inside: " + value.replace('\0', '?'));
        }
        return arena.allocateFrom(value);
    }

    static MemorySegment array(Arena arena, List<String> values) {
        return pointers(arena, values.stream().map(value -> string(arena, value)).toList());
    }

    private static MemorySegment pointers(Arena arena, List<MemorySegment> strings) {
        MemorySegment array = arena.allocate(ADDRESS, strings.size() + 1);
        for (int i = 0; i < strings.size(); i++) {
            array.setAtIndex(ADDRESS, i, strings.get(i));
        }
        return array;
    }

    /**
     * This process's environment, or none, with changes. What is inherited is passed on byte for byte: Java's own view
     * of it has lost what is not in the locale's character set.
     *
     * @param changes values by name; {@code null} removes
     */
    static MemorySegment environment(Arena arena, boolean inherit, Map<String, String> changes) {
        List<MemorySegment> entries = new ArrayList<>();
        if (inherit) {
            inherited(changes, entries);
        }
        changes.forEach((name, value) -> {
            if (value != null) {
                entries.add(string(arena, name + "=" + value));
            }
        });
        return pointers(arena, entries);
    }

    @SuppressWarnings("restricted")
    private static void inherited(Map<String, String> changes, List<MemorySegment> to) {
        MemorySegment environ = Call.address("environ")
                .reinterpret(ADDRESS.byteSize())
                .get(ADDRESS, 0)
                .reinterpret(Long.MAX_VALUE);
        for (int i = 0; environ.getAtIndex(ADDRESS, i).address() != 0; i++) {
            MemorySegment entry = environ.getAtIndex(ADDRESS, i).reinterpret(Long.MAX_VALUE);
            String text = entry.getString(0);
            int equals = text.indexOf('=');
            if (equals < 0 || !changes.containsKey(text.substring(0, equals))) {
                to.add(entry);
            }
        }
    }
}
