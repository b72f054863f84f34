package millrace.gateway.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** How many idle connections may be kept. */
class IdleLimitTest {
    private final IdleLimit limit = new IdleLimit(2);

    private void use(int connections) {
        for (int i = 0; i < connections; i++) {
            limit.used();
        }
    }

    private void giveBack(int connections) {
        for (int i = 0; i < connections; i++) {
            limit.unused();
        }
    }

    @Test
    void usuallyAsManyAsTheRulesSay() {
        use(2);
        giveBack(1);
        limit.begin();
        assertEquals(2, limit.most());
    }

    @Test
    void whatWasLongAgoDoesNotCount() {
        use(9);
        giveBack(9);
        limit.begin();
        assertEquals(2, limit.most());
    }

    @Test
    void asManyAsAreInUseAtOnceWhileTheyAre() {
        use(5);
        giveBack(1);
        limit.begin();
        assertEquals(5, limit.most());
        for (int moment = 0; moment < 3; moment++) {
            giveBack(4);
            use(8);
            assertEquals(8, limit.most());
            limit.next();
            assertEquals(8, limit.most());
            giveBack(4);
        }
    }

    @Test
    void aQuietMomentEndsIt() {
        use(5);
        giveBack(1);
        limit.begin();
        giveBack(4);
        assertEquals(5, limit.most());
        limit.next();
        assertEquals(2, limit.most());
    }
}
