package millrace.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a worker is brought to an end, on a clock that the test turns. */
class DepartureTest {
    private final List<String> done = new ArrayList<>();
    private boolean canAsk = true;

    private final Departure.Effects effects = new Departure.Effects() {
        @Override
        public boolean sendShutdown() {
            done.add("shutdown");
            return canAsk;
        }

        @Override
        public boolean askToDisconnect(long graceNanos) {
            done.add("ask");
            return canAsk;
        }

        @Override
        public void terminate() {
            done.add("TERM");
        }

        @Override
        public void kill() {
            done.add("KILL");
        }

        @Override
        public void wakeAfter(long nanos) {
            done.add("wake " + nanos / 1_000_000);
        }
    };

    private static final StopPolicy POLICY = new StopPolicy(5_000_000_000L, 1_600_000_000L);

    private Departure departure = new Departure(POLICY, effects);

    private void expect(String... effects) {
        assertEquals(List.of(effects), done);
        done.clear();
    }

    @Test
    void aWorkerWithAChannelIsAskedThenTerminatedThenKilled() {
        departure.begin(true, 5_000_000_000L);
        expect("ask", "wake 5000");
        departure.timeOver();
        expect("TERM", "wake 1600");
        departure.timeOver();
        expect("KILL");
        departure.timeOver();
        expect();
    }

    @Test
    void aWorkerThatIsStoppedByMessageGetsNoRequestAndNoSignalButTheLast() {
        departure = new Departure(POLICY.withByMessage(true), effects);
        departure.begin(true, 5_000_000_000L);
        expect("shutdown", "wake 1600");
        departure.channelClosed(false);
        expect();
        departure.timeOver();
        expect("KILL");
    }

    @Test
    void aWorkerThatCannotGetTheMessageGetsTheSignal() {
        canAsk = false;
        departure = new Departure(POLICY.withByMessage(true), effects);
        departure.begin(false, 5_000_000_000L);
        expect("shutdown", "TERM", "wake 1600");
    }

    @Test
    void aWorkerWithoutAChannelIsTerminatedAtOnce() {
        departure.begin(false, 5_000_000_000L);
        expect("TERM", "wake 1600");
    }

    @Test
    void aWorkerThatCannotBeAskedIsTerminatedAtOnce() {
        canAsk = false;
        departure.begin(true, 5_000_000_000L);
        expect("ask", "TERM", "wake 1600");
    }

    @Test
    void aWorkerThatHasDisconnectedEndsSoonOrIsTerminated() {
        departure.begin(true, 5_000_000_000L);
        expect("ask", "wake 5000");
        departure.channelClosed(false);
        expect("wake 625");
        departure.timeOver();
        expect("TERM", "wake 1600");
    }

    @ParameterizedTest
    @CsvSource({"100, 100", "1000, 200", "1600, 200", "8000, 1000", "60000, 2000"})
    void whoHasDisconnectedGetsAnEighthOfTheGraceToEnd(long graceMillis, long settleMillis) {
        departure = new Departure(new StopPolicy(graceMillis * 1_000_000, 1_600_000_000L), effects);
        departure.begin(true, graceMillis * 1_000_000);
        departure.channelClosed(false);
        expect("ask", "wake " + graceMillis, "wake " + settleMillis);
    }

    @Test
    void aWorkerThatAwaitsTheSignalGetsItWhenItHasDisconnected() {
        departure.begin(true, 7_000_000);
        expect("ask", "wake 7");
        departure.channelClosed(true);
        expect("TERM", "wake 1600");
        departure.channelClosed(true);
        expect();
    }

    @Test
    void aWorkerThatDisconnectsByItselfHasTheGraceTimeToEnd() {
        departure.channelClosed(false);
        expect("wake 5000");
        departure.timeOver();
        expect("TERM", "wake 1600");
    }

    @Test
    void impatienceTakesTheNextStepAtOnce() {
        departure.begin(true, 5_000_000_000L);
        expect("ask", "wake 5000");
        departure.hurry();
        expect("TERM", "wake 1600");
        departure.hurry();
        expect("KILL");
        departure.hurry();
        expect();
    }

    @Test
    void whoeverCannotBeAskedAnyMoreIsKilledAtOnce() {
        departure.kill();
        expect("KILL");
        assertEquals(Departure.State.KILLED, departure.state());
        departure.timeOver();
        expect();
    }

    @Test
    void askingTwiceIsTheSameAsOnce() {
        departure.begin(true, 5_000_000_000L);
        departure.begin(true, 5_000_000_000L);
        expect("ask", "wake 5000");
    }

    @Test
    void aTimeThatNobodyAskedForDoesNothing() {
        departure.timeOver();
        expect();
    }
}
