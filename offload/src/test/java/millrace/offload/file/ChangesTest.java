package millrace.offload.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import millrace.offload.file.FileEvent.Kind;
import org.junit.jupiter.api.Test;

class ChangesTest {
    private static final Path ROOT = Path.of("root");

    @Test
    void whoFollowsTheNetChangesKnowsWhatThereIs() {
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            Changes changes = new Changes(ROOT, 100);
            Map<Path, Integer> real = new HashMap<>();
            Map<Path, Integer> known = new HashMap<>();
            for (int batch = 0; batch < 10; batch++) {
                for (int step = random.nextInt(30); step > 0; step--) {
                    change(random, real, changes);
                }
                for (FileEvent event : changes.take()) {
                    follow(event, real, known, "seed " + seed);
                }
                assertEquals(real, known, "seed " + seed);
                assertTrue(changes.isEmpty());
            }
        }
    }

    /** Files with versions as their content. */
    private static void change(Random random, Map<Path, Integer> real, Changes changes) {
        Path path = ROOT.resolve("f" + random.nextInt(5));
        if (!real.containsKey(path)) {
            real.put(path, random.nextInt());
            changes.add(Kind.CREATED, path);
        } else if (random.nextBoolean()) {
            real.put(path, random.nextInt());
            changes.add(Kind.MODIFIED, path);
        } else {
            real.remove(path);
            changes.add(Kind.DELETED, path);
        }
    }

    private static void follow(FileEvent event, Map<Path, Integer> real, Map<Path, Integer> known, String seed) {
        switch (event.kind()) {
            case CREATED -> assertTrue(known.put(event.path(), real.get(event.path())) == null, seed + event);
            case MODIFIED -> assertTrue(known.put(event.path(), real.get(event.path())) != null, seed + event);
            case DELETED -> known.remove(event.path());
            case OVERFLOW -> throw new AssertionError(seed);
        }
    }

    @Test
    void moreChangesThanAllowedAreAnOverflowUntilTheNextBatch() {
        Changes changes = new Changes(ROOT, 3);
        Set<Path> paths = new HashSet<>();
        for (int i = 0; i < 10; i++) {
            Path path = ROOT.resolve("f" + i);
            paths.add(path);
            changes.add(Kind.CREATED, path);
        }
        assertEquals(10, paths.size());
        assertEquals(List.of(new FileEvent(Kind.OVERFLOW, ROOT)), changes.take());
        changes.add(Kind.DELETED, ROOT.resolve("f1"));
        assertEquals(List.of(new FileEvent(Kind.DELETED, ROOT.resolve("f1"))), changes.take());
    }
}
