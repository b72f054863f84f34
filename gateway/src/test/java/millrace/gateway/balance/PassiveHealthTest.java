package millrace.gateway.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PassiveHealthTest {
    /** As in nginx's own test: of thirty requests the third, sixth and ninth to the first peer fail. */
    @Test
    void successesBetweenFailuresDoNotForgiveThem() {
        ServerOptions options = ServerOptions.of("x").withFails(3, 10);
        Fixture group = new Fixture().server(options).server(options);
        int[] served = new int[3];
        int first = 0;
        for (int i = 0; i < 30; i++) {
            Selection selection = group.begin();
            int number = Fixture.number(selection.next());
            if (number == 1 && ++first % 3 == 0) {
                selection.release(Outcome.FAILED);
                number = Fixture.number(selection.next());
            }
            selection.release(Outcome.SUCCEEDED);
            served[number]++;
        }
        assertEquals(6, served[1]);
        assertEquals(24, served[2]);
    }

    @Test
    void afterTheTimeOutOneRequestTriesAndASuccessBringsThePeerBack() {
        Fixture group = new Fixture().server().server();
        assertEquals(1, group.failure());
        group.now += 10 * Fixture.SECOND;
        assertEquals(Map.of(2, 20), Fixture.count(group.requests(20)), "whole seconds: still out in the tenth");
        group.now += Fixture.SECOND;
        Selection trial = group.begin();
        while (Fixture.number(trial.next()) != 1) {
            trial.release(Outcome.SUCCEEDED);
            trial.begin(group.group());
        }
        assertEquals(Map.of(2, 20), Fixture.count(group.requests(20)), "one tries, the others do not");
        trial.release(Outcome.SUCCEEDED);
        assertEquals(Map.of(1, 10, 2, 10), Fixture.count(group.requests(20)));
    }

    @Test
    void aFailureCostsWeightThatComesBackByTheRound() {
        ServerOptions heavy = ServerOptions.of("x").withWeight(6).withFails(3, 10);
        Fixture group = new Fixture().server(heavy).server(heavy);
        assertEquals(1, group.failure());
        assertEquals(4, group.group().peers().getFirst().state.effectiveWeight);
        group.requests(2);
        assertEquals(6, group.group().peers().getFirst().state.effectiveWeight);
    }

    @Test
    void theFailureThatTakesAPeerOutIsTold() {
        Fixture group = new Fixture().server(ServerOptions.of("x").withFails(2, 10)).server();
        assertEquals(List.of(false, true), List.of(first(group), first(group)));
    }

    /** Whether a failed request at the first peer takes it out. */
    private static boolean first(Fixture group) {
        Selection selection = group.begin();
        while (Fixture.number(selection.next()) != 1) {
            selection.release(Outcome.SUCCEEDED);
            selection.begin(group.group());
        }
        return selection.release(Outcome.FAILED);
    }

    @Test
    void theOnlyPeerIsNeverOutByFailures() {
        Fixture group = new Fixture().server();
        for (int i = 0; i < 10; i++) {
            assertEquals(1, group.failure());
        }
    }

    @Test
    void noMaxFailsMeansNeverOut() {
        Fixture group = new Fixture().server(ServerOptions.of("x").withFails(0, 10)).server();
        for (int i = 0; i < 10; i++) {
            Selection selection = group.begin();
            selection.next();
            selection.release(Outcome.PASSED_ON);
        }
        group.failure();
        group.failure();
        assertEquals(List.of(1, 1, 1), group.requests(3));
    }

    @Test
    void aReloadForgetsNoFailureAndNoConnection() {
        Fixture group = new Fixture()
                .server(ServerOptions.of("x").withMaxConns(1))
                .server();
        Selection open = group.begin();
        assertEquals(1, Fixture.number(open.next()));
        group.failure();
        GroupSpec next = new GroupSpec("u");
        next.servers.addAll(group.spec.servers);
        group.successor(next);
        assertEquals(List.of(0, 0), group.requests(2), "one is full, the other out");
        open.release(Outcome.SUCCEEDED);
        assertEquals(List.of(1, 1), group.requests(2));
    }
}
