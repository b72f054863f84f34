package millrace.gateway.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class QueueAndBudgetTest {
    private final List<Waiting> served = new ArrayList<>();

    private final class Waiting implements Waiter {
        final Selection selection;

        Waiting(Selection selection) {
            this.selection = selection;
            assertNull(selection.next());
        }

        @Override
        public Selection selection() {
            return selection;
        }

        @Override
        public void found(Peer peer) {
            assertEquals(peer, selection.current());
            served.add(this);
        }
    }

    @Test
    void whoWaitsIsServedInTurnAndNoNewcomerGetsInBetween() {
        Fixture fixture = new Fixture().server(ServerOptions.of("x").withMaxConns(1));
        fixture.spec.queue = 2;
        Selection holder = fixture.begin();
        holder.next();
        Waiting first = new Waiting(fixture.begin());
        Waiting second = new Waiting(fixture.begin());
        Waiting third = new Waiting(fixture.begin());
        assertTrue(fixture.group().await(first));
        assertTrue(fixture.group().await(second));
        assertFalse(fixture.group().await(third), "full");
        holder.end();
        assertEquals(List.of(first), served);
        assertEquals(0, fixture.request(), "a newcomer finds the peer taken");
        first.selection.end();
        assertEquals(List.of(first, second), served);
    }

    @Test
    void whoGivesUpIsNotServed() {
        Fixture fixture = new Fixture().server(ServerOptions.of("x").withMaxConns(1));
        fixture.spec.queue = 2;
        Selection holder = fixture.begin();
        holder.next();
        Waiting waiting = new Waiting(fixture.begin());
        fixture.group().await(waiting);
        assertTrue(fixture.group().abandon(waiting));
        assertFalse(fixture.group().abandon(waiting));
        holder.end();
        assertEquals(List.of(), served);
        assertEquals(1, fixture.request());
    }

    @Test
    void withoutAQueueNobodyWaits() {
        Fixture fixture = new Fixture().server(ServerOptions.of("x").withDown(true));
        assertFalse(fixture.group().await(new Waiting(fixture.begin())));
    }

    @Test
    void retriesAreAShareOfRequestsAndAFewMore() {
        RetryBudget budget = new RetryBudget(0.2, 1);
        for (int i = 0; i < 100; i++) {
            budget.request(100);
        }
        assertEquals(30, granted(budget, 100), "a fifth of them, and one for each of ten seconds");
        assertEquals(0, granted(budget, 109));
        assertEquals(5, granted(budget, 115), "half a window later half of the requests and of the retries count");
        assertEquals(10 - 2.5, granted(budget, 125), 0.5);
        assertEquals(10, granted(budget, 200), "long ago is forgotten");
    }

    private static int granted(RetryBudget budget, long second) {
        int count = 0;
        while (budget.retry(second)) {
            count++;
        }
        return count;
    }

    @Test
    void aRequestWithoutBudgetDoesNotGoOn() {
        Fixture fixture = new Fixture().server().server();
        fixture.spec.budget = new RetryBudget(0, 0);
        Selection selection = fixture.begin();
        selection.next();
        selection.release(Outcome.FAILED);
        assertFalse(selection.mayRetry());
    }
}
