package millrace.loop.stall;

import static org.junit.jupiter.api.Assertions.assertEquals;

import millrace.loop.stall.Evidence.Waiting;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvidenceTest {
    @ParameterizedTest(name = "{8}: {7}")
    @CsvSource({
        // wall, cpu, run delay, frozen, collected, process cpu, waiting, cause
        "100, 98, 1, 0, 0, 99, NONE, COMPUTING, on the processor all the time",
        "100, 55, 40, 0, 0, 99, NONE, COMPUTING, mostly on it on a busy machine",
        "100, 35, 35, 0, 0, 99, NONE, COMPUTING, no share is most but computing is as large as waiting for it",
        "100, 60, 0, 0, 0, 99, CALL, COMPUTING, it parked only when it was looked at",
        "100, 20, 75, 0, 0, 99, NONE, NO_PROCESSOR, others had the processor",
        "100, 20, 40, 0, 0, 99, NONE, NO_PROCESSOR, no share is most but others had it longer",
        "100, 1, 0, 0, 0, 5, CALL, BLOCKING_CALL, asleep",
        "100, 1, 2, 0, 0, 500, LOCK, LOCK, wants what another has",
        "100, 1, 60, 0, 0, 99, CALL, BLOCKING_CALL, in a call when looked at though it waited for a processor before",
        "100, 5, 7, 46, 0, 9, UNSEEN, STOPPED, no share is most but standing still is the largest",
        "100, 1, 0, 0, 0, 1, NONE, NO_PROCESSOR, it waits for one now and nothing else stood still",
        "100, 5, 7, 46, 0, 90, NONE, SAFEPOINT, half of the time all stood still and the JVM computed",
        "100, 20, 10, 30, 60, 99, NONE, GARBAGE_COLLECTION, it wanted to run and the collector did",
        "100, 2, 3, 0, 0, 5, UNSEEN, WAITING, over before it was seen and did not run",
        "55, 37, 55, 0, 0, 99, NONE, NO_PROCESSOR, it ran before that and then waited for a processor",
        "100, 90, 3, 0, 0, 95, LOADING, LOADING, at work on a class",
        "100, 2, 3, 0, 0, 95, LOADING, LOADING, waiting for a class",
        "100, 2, 90, 0, 0, 95, LOADING, NO_PROCESSOR, whatever it was to do when it got one",
        "100, 97, 3, 0, 0, 99, UNSEEN, COMPUTING, over before it was seen and ran",
        "300, 5, 0, 280, 270, 290, NONE, GARBAGE_COLLECTION, the collector stopped all",
        "300, 5, 0, 280, 270, 290, LOCK, GARBAGE_COLLECTION, whatever it did when that was over",
        "300, 5, 0, 280, 0, 290, NONE, SAFEPOINT, all stood still and the JVM computed",
        "300, 5, 0, 280, 0, 3, NONE, STOPPED, all stood still and nobody computed",
        "300, 5, 0, 280, 0, 3, CALL, STOPPED, the call may have been over long ago",
        "300, 5, 250, 280, 0, 40, NONE, NO_PROCESSOR, all wanted to run and could not",
        "300, 290, 0, 200, 0, 299, NONE, COMPUTING, whatever held the watch up did not hold this thread up",
        "300, 160, 0, 100, 90, 299, NONE, COMPUTING, a collection was the lesser part",
        "0, 0, 0, 0, 0, 0, NONE, COMPUTING, nothing at all",
    })
    void theLargestPartOfTheTimeIsTheCause(
            long wall, long cpu, long runDelay, long frozen, long collected, long process, Waiting waiting,
            Cause cause,
            String because) {
        assertEquals(cause, new Evidence(wall, cpu, runDelay, frozen, collected, process, waiting).cause(), because);
    }
}
