package millrace.gateway.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoundRobinTest {
    @Test
    void aHeavyPeersTurnsAreSpreadOut() {
        Fixture group = new Fixture().server(5).server(1).server(1);
        assertEquals(List.of(1, 1, 2, 1, 3, 1, 1, 1, 1, 2, 1, 3, 1, 1), group.requests(14));
    }

    @Test
    void aMillionChoicesAreExactlyByWeight() {
        Fixture group = new Fixture().server(1).server(2).server(3).server(4);
        assertEquals(
                Map.of(1, 100_000, 2, 200_000, 3, 300_000, 4, 400_000), Fixture.count(group.requests(1_000_000)));
    }

    @Test
    void aRetryGoesToEveryOtherPeerOnceAndThenToNone() {
        Fixture group = new Fixture().server().server().server();
        Selection selection = group.begin();
        assertEquals(3, selection.tries());
        for (int i = 1; i <= 3; i++) {
            assertEquals(i, Fixture.number(selection.next()));
            selection.release(Outcome.FAILED);
        }
        assertEquals(0, selection.tries());
        assertNull(selection.next());
    }

    @Test
    void backupsComeAfterAllOthers() {
        Fixture group = new Fixture().server().server(ServerOptions.of("x").withBackup(true));
        assertEquals(List.of(1, 1, 1), group.requests(3));
        Selection selection = group.begin();
        selection.next();
        selection.release(Outcome.FAILED);
        assertEquals(2, Fixture.number(selection.next()));
        selection.release(Outcome.SUCCEEDED);
        assertEquals(List.of(2, 2), group.requests(2), "the first is out");
    }

    @Test
    void stickyRequestsArePaidForButOnlyOneRoundAhead() {
        Fixture group = new Fixture().server().server().server().server();
        byte[] sid = group.group().peers().getFirst().sid();
        for (int i = 0; i < 20; i++) {
            Selection selection = group.begin();
            selection.hint(sid, 0, sid.length);
            assertEquals(1, group.request(selection));
        }
        assertEquals(List.of(2, 3, 4), group.requests(3));
        assertEquals(Map.of(1, 5, 2, 5, 3, 5, 4, 5), Fixture.count(group.requests(20)));
    }

    @Test
    void aSlowStartGrowsAPeersShareFromNothingToItsWeight() {
        Fixture group = new Fixture()
                .server(ServerOptions.of("x").withSlowStart(10 * Fixture.SECOND))
                .server();
        Peer first = group.group().peers().getFirst();
        first.state.slowStartNanos = group.now;
        assertEquals(0, Fixture.count(group.requests(500)).getOrDefault(1, 0));
        group.now += 5 * Fixture.SECOND;
        assertEquals(1_000, Fixture.count(group.requests(3_000)).get(1), 2, "half the weight of the other");
        group.now += 5 * Fixture.SECOND;
        assertEquals(1_500, Fixture.count(group.requests(3_000)).get(1), 2);
    }
}
