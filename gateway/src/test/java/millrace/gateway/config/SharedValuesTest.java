package millrace.gateway.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What outlives a configuration, and what does not. */
@Timeout(60)
class SharedValuesTest {
    private final SharedValues<Object> values = new SharedValues<>();

    @Test
    void aNameStandsForOneThingAsLongAsItIsHeld() {
        Object held = values.get("zone", Object::new);
        System.gc();
        assertSame(held, values.get("zone", Object::new));
        assertNotSame(held, values.get("other", Object::new));
        Reference.reachabilityFence(held);
    }

    @Test
    void whatNoConfigurationUsesAnyMoreIsGone() {
        WeakReference<Object> dropped = new WeakReference<>(values.get("zone", Object::new));
        while (!dropped.refersTo(null)) {
            System.gc();
        }
        Object other = values.get("other", Object::new);
        assertEquals(1, values.count());
        Reference.reachabilityFence(other);
    }
}
