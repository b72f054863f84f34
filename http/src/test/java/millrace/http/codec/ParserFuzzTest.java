package millrace.http.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Hostile inputs, made from the case files, for a bounded time: {@code -Dmillrace.fuzz.seconds} (default 5). A failure
 * names the seed; {@code -Dmillrace.fuzz.seed} repeats it.
 */
class ParserFuzzTest {
    private static final Limits LIMITS = new Limits(128, 256, 8, 64, 16);

    @Test
    void anyInputIsReadAlikeWholeAndInPiecesAndAcceptedHeadsSurviveRewriting() {
        long seed = Long.getLong("millrace.fuzz.seed", System.nanoTime());
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Integer.getInteger("millrace.fuzz.seconds", 5));
        SplittableRandom random = new SplittableRandom(seed);
        List<byte[]> seeds = CaseFile.all().stream()
                .map(CaseFile::input)
                .filter(input -> input.length < 400)
                .toList();
        Mutator mutator = new Mutator(random, seeds);
        long count = 0;
        do {
            byte[] input = mutator.next();
            try {
                check(input, random);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed %d, input %d, %s: %s"
                        .formatted(seed, count, Arrays.toString(input), e), e);
            }
            count++;
        } while (System.nanoTime() < end);
        System.out.println("fuzzed the request parser and the body decoder: seed " + seed + ", " + count + " inputs");
    }

    private static void check(byte[] input, SplittableRandom random) {
        Limits limits = random.nextBoolean() ? LIMITS : Limits.DEFAULT;
        Leniency leniency = switch (random.nextInt(4)) {
            case 0 -> Leniency.REQUESTS;
            case 1 -> Leniency.requests(false, true, 40);
            default -> Leniency.NONE;
        };
        List<String> whole = MessageTrial.run(limits, leniency, input);
        int[] cuts = random.ints(random.nextInt(6), 0, input.length + 1).sorted().toArray();
        assertEquals(whole, MessageTrial.run(limits, leniency, input, cuts), () -> "cut at " + Arrays.toString(cuts));
        int[] everywhere = new int[input.length];
        Arrays.setAll(everywhere, i -> i);
        assertEquals(whole, MessageTrial.run(limits, leniency, input, everywhere), "byte by byte");
        rewritten(input);
    }

    private static void rewritten(byte[] input) {
        RequestParser parser = new RequestParser(Limits.DEFAULT);
        RequestHead head = new RequestHead();
        if (parser.parse(head, input, 0, input.length) > 0) {
            byte[] once = MessageTrial.rewrite(head);
            RequestHead second = new RequestHead();
            assertEquals(once.length, parser.parse(second, once, 0, once.length), "the rewritten head is refused");
            assertArrayEquals(once, MessageTrial.rewrite(second));
            assertEquals(head.contentLength(), second.contentLength());
            assertEquals(head.keepAlive(), second.keepAlive());
            assertEquals(head.authority(), second.authority());
        }
    }
}
