package millrace.gateway.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeastTimeTest {
    /** A request to whomever is next, which takes so long for its header and for all. */
    private static int request(Fixture fixture, long headerMillis, long lastByteMillis) {
        Selection selection = fixture.begin();
        Peer peer = selection.next();
        fixture.now += headerMillis * Fixture.MILLI;
        selection.header();
        fixture.now += (lastByteMillis - headerMillis) * Fixture.MILLI;
        selection.release(Outcome.SUCCEEDED);
        return Fixture.number(peer);
    }

    private static Fixture two(boolean lastByte, boolean inflight) {
        return new Fixture()
                .method(LeastTime.method(lastByte, inflight))
                .server(ServerOptions.of("x").withFails(1, 100))
                .server(ServerOptions.of("x").withFails(1, 100));
    }

    @Test
    void theFasterWinsWhenBothAreIdle() {
        Fixture fixture = two(true, false);
        assertEquals(1, request(fixture, 1, 500));
        for (int i = 0; i < 9; i++) {
            assertEquals(2, request(fixture, 1, 10));
        }
    }

    @Test
    void toTheHeaderIsAnotherTimeThanToTheLastByte() {
        Fixture fixture = two(false, false);
        assertEquals(1, request(fixture, 300, 300));
        assertEquals(2, request(fixture, 10, 900));
        assertEquals(2, request(fixture, 10, 900));
    }

    @Test
    void connectionsMultiplyTheTime() {
        Fixture fixture = two(true, false);
        assertEquals(1, request(fixture, 1, 100));
        assertEquals(2, request(fixture, 1, 30));
        List<Integer> open = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            open.add(Fixture.number(fixture.begin().next()));
        }
        assertEquals(List.of(2, 2, 2, 1), open, "40, 80, then 120 against 120: in turns, then 160 against 120");
    }

    @Test
    void aSlowPeerIsTriedAgainAsItsTimeDecays() {
        Fixture fixture = new Fixture()
                .method(LeastTime.method(true, false))
                .server(ServerOptions.of("x").withFails(1, 0))
                .server();
        assertEquals(1, request(fixture, 1, 4_000));
        assertEquals(2, request(fixture, 1, 1));
        fixture.now += 8 * Fixture.SECOND;
        // Halved each second, it is below 20 ms, and both take turns.
        assertEquals(List.of(2, 1), List.of(request(fixture, 1, 1), request(fixture, 1, 4_000)));
    }

    @Test
    void failuresAreNotFast() {
        Fixture fixture = new Fixture()
                .method(LeastTime.method(true, false))
                .server(ServerOptions.of("x").withFails(0, 10))
                .server(ServerOptions.of("x").withFails(0, 10));
        assertEquals(1, request(fixture, 1, 200));
        assertEquals(2, fixture.failure());
        assertEquals(0, fixture.group().peers().get(1).state.lastByteMillis);
    }

    @Test
    void inflightTheOneThatHangsIsAvoided() {
        Fixture fixture = two(true, true);
        for (int i = 0; i < 2; i++) {
            request(fixture, 1, 10);
        }
        Selection hanging = fixture.begin();
        int slow = Fixture.number(hanging.next());
        fixture.now += 10 * Fixture.SECOND;
        for (int i = 0; i < 8; i++) {
            assertEquals(3 - slow, Fixture.number(fixture.begin().next()));
            fixture.group().peers().get(2 - slow).state.conns = 0;
        }
        hanging.end();
        assertEquals(0, fixture.group().peers().get(slow - 1).state.inflight);
    }
}
