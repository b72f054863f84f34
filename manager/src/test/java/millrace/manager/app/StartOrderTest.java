package millrace.manager.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import millrace.manager.app.StartOrder.CycleException;
import org.junit.jupiter.api.Test;

final class StartOrderTest {
    private static Map<String, List<String>> needs(String... pairs) {
        Map<String, List<String>> needs = new LinkedHashMap<>();
        for (String pair : pairs) {
            String[] sides = pair.split(":", -1);
            needs.put(sides[0], sides[1].isEmpty() ? List.of() : List.of(sides[1].split(",")));
        }
        return needs;
    }

    @Test
    void thoseThatNeedNobodyComeFirstAndInTheGivenOrder() throws CycleException {
        assertEquals(
                List.of(List.of("db", "log"), List.of("api"), List.of("web")),
                StartOrder.waves(needs("web:api", "db:", "api:db,log", "log:")));
    }

    @Test
    void whoIsNotStartedNowIsTakenAsThere() throws CycleException {
        assertEquals(List.of(List.of("web")), StartOrder.waves(needs("web:running")));
    }

    @Test
    void aCircleIsNamed() {
        CycleException cycle =
                assertThrows(CycleException.class, () -> StartOrder.waves(needs("a:", "b:a,d", "c:b", "d:c", "e:b")));
        assertTrue(cycle.getMessage().contains("b -> d -> c -> b"), cycle.getMessage());
    }

    @Test
    void whoNeedsItselfIsACircle() {
        assertThrows(CycleException.class, () -> StartOrder.waves(needs("a:a")));
    }

    @Test
    void nobodyStartsBeforeWhatItNeeds() throws CycleException {
        Random random = new Random(42);
        for (int round = 0; round < 200; round++) {
            Map<String, List<String>> needs = new LinkedHashMap<>();
            for (int app = 0; app < 20; app++) {
                List<String> needed = new ArrayList<>();
                for (int other = 0; other < app; other++) {
                    if (random.nextInt(5) == 0) {
                        needed.add("app" + other);
                    }
                }
                needs.put("app" + app, needed);
            }
            Set<String> started = new HashSet<>();
            for (List<String> wave : StartOrder.waves(needs)) {
                for (String app : wave) {
                    assertTrue(started.containsAll(needs.get(app)), () -> needs.toString());
                }
                started.addAll(wave);
            }
            assertEquals(needs.keySet(), started);
        }
    }
}
