package millrace.http.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Where parsers come from: one factory for each set of limits. Any thread. */
final class Parsers {
    /** A program has a few sets of limits; one that makes them up as it goes pays for a factory each time. */
    private static final int MOST_KEPT = 64;

    private static final Map<JsonLimits, JsonFactory> FACTORIES = new ConcurrentHashMap<>();

    private Parsers() {}

    static JsonFactory of(JsonLimits limits) {
        JsonFactory factory = FACTORIES.get(limits);
        if (factory == null) {
            factory = make(limits);
            if (FACTORIES.size() < MOST_KEPT) {
                FACTORIES.put(limits, factory);
            }
        }
        return factory;
    }

    /** Names are kept neither from one document to the next nor within one: ever new ones must not fill the memory. */
    private static JsonFactory make(JsonLimits limits) {
        return JsonFactory.builder()
                .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .recyclerPool(JsonRecyclerPools.threadLocalPool())
                .streamReadConstraints(new NamedConstraints(limits))
                .build();
    }
}
