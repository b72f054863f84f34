package millrace.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TimerWheelTest {
    private static final long TICK = 1L << TimerWheel.TICK_SHIFT;

    private final TimerWheel wheel = new TimerWheel(0);
    private final List<Timer> fired = new ArrayList<>();

    private Timer armed(long deadlineNanos) {
        Timer timer = new Timer(null, () -> {});
        wheel.arm(timer, deadlineNanos);
        return timer;
    }

    @Test
    void aTimerFiresAtItsTickAndNotBefore() {
        Timer timer = armed(10 * TICK);
        wheel.expire(10 * TICK - 1, fired::add);
        assertEquals(List.of(), fired);
        wheel.expire(10 * TICK, fired::add);
        assertEquals(List.of(timer), fired);
        assertEquals(0, wheel.armed());
    }

    @Test
    void aTimerThatIsDueAlreadyFiresInTheNextTick() {
        wheel.expire(100 * TICK, fired::add);
        armed(0);
        wheel.expire(101 * TICK, fired::add);
        assertEquals(1, fired.size());
    }

    @Test
    void aTimerCancelledByAnotherOfTheSameTickDoesNotFire() {
        Timer second = armed(5 * TICK);
        Timer first = armed(5 * TICK);
        wheel.expire(5 * TICK, timer -> {
            fired.add(timer);
            wheel.cancel(timer == first ? second : first);
        });
        assertEquals(1, fired.size());
    }

    @Test
    void aTimerArmedWhileOthersFireWaitsForTheNextTick() {
        Timer again = new Timer(null, () -> {});
        armed(TICK);
        wheel.expire(50 * TICK, timer -> {
            fired.add(timer);
            wheel.arm(again, 0);
        });
        assertEquals(1, fired.size());
        wheel.expire(51 * TICK, fired::add);
        assertEquals(List.of(fired.getFirst(), again), fired);
    }

    @Test
    void theWaitNeverOversleepsADeadlineOfAnyDistance() {
        for (int shift = 0; shift < 36; shift++) {
            TimerWheel fresh = new TimerWheel(0);
            Timer timer = new Timer(null, () -> {});
            long deadline = (1L << shift) * TICK + 7 * TICK;
            fresh.arm(timer, deadline);
            long now = 0;
            while (timer.isArmed()) {
                long wait = fresh.nanosToNext(now);
                assertTrue(wait >= 0 && now + wait <= deadline + TICK, "shift " + shift);
                now += Math.max(wait, 1);
                fresh.expire(now, fired::add);
            }
            assertTrue(now >= deadline, "early at shift " + shift);
        }
    }

    /** Against a sorted map, with arming, moving, cancelling and jumps of time at random. */
    @Test
    void agreesWithASortedMapOverRandomHistories() {
        for (long seed = 1; seed <= 200; seed++) {
            history(new Random(seed), "seed " + seed);
        }
    }

    private static void history(Random random, String seed) {
        TimerWheel wheel = new TimerWheel(0);
        TreeMap<Long, List<Timer>> model = new TreeMap<>();
        List<Timer> all = new ArrayList<>();
        long now = 0;
        for (int step = 0; step < 300; step++) {
            switch (random.nextInt(4)) {
                case 0, 1 -> {
                    Timer timer = random.nextBoolean() || all.isEmpty()
                            ? new Timer(null, () -> {})
                            : all.get(random.nextInt(all.size()));
                    forget(model, timer);
                    long ticks = 1 + (long) Math.pow(2, random.nextDouble() * 30);
                    wheel.arm(timer, (now / TICK + ticks) * TICK);
                    all.add(timer);
                    model.computeIfAbsent(now / TICK + ticks, _ -> new ArrayList<>()).add(timer);
                }
                case 2 -> {
                    if (!all.isEmpty()) {
                        Timer timer = all.get(random.nextInt(all.size()));
                        wheel.cancel(timer);
                        forget(model, timer);
                    }
                }
                default -> {
                    now += (long) Math.pow(2, random.nextDouble() * 30) * TICK;
                    List<Timer> fired = new ArrayList<>();
                    wheel.expire(now, fired::add);
                    List<Timer> expected = new ArrayList<>();
                    var due = model.headMap(now / TICK, true);
                    due.values().forEach(expected::addAll);
                    due.clear();
                    assertEquals(expected.size(), fired.size(), seed + " step " + step);
                    assertTrue(fired.containsAll(expected), seed + " step " + step);
                }
            }
            assertEquals(model.values().stream().mapToInt(List::size).sum(), wheel.armed(), seed + " step " + step);
        }
    }

    private static void forget(TreeMap<Long, List<Timer>> model, Timer timer) {
        model.values().forEach(timers -> timers.remove(timer));
    }

    @Test
    void aMillionTimersArmedAndMostlyCancelledLeaveOnlyTheRest() {
        List<Timer> kept = new ArrayList<>();
        Random random = new Random(7);
        for (int i = 0; i < 1_000_000; i++) {
            Timer timer = armed((1 + random.nextInt(60_000)) * TICK);
            if (i % 1000 == 0) {
                kept.add(timer);
            } else {
                wheel.cancel(timer);
            }
        }
        assertEquals(kept.size(), wheel.armed());
        wheel.expire(60_001 * TICK, fired::add);
        assertEquals(kept.size(), fired.size());
        assertTrue(fired.containsAll(kept));
    }

    @Test
    void theFarthestTimersFireInTheirOrderAndNeverHangTheWheel() {
        wheel.expire(5 * TICK, fired::add);
        armed(Long.MAX_VALUE);
        armed(Long.MAX_VALUE / 2);
        Timer near = armed(10 * TICK);
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> wheel.expire(10 * TICK, fired::add));
        assertEquals(List.of(near), fired);
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> wheel.expire(Long.MAX_VALUE, fired::add));
        assertEquals(3, fired.size());
    }

    @Test
    void aDelayWithoutEndIsNotADelayOfNothing() throws Exception {
        try (EventLoop loop = EventLoop.open("endless", PollerKind.EPOLL)) {
            List<String> ran = new ArrayList<>();
            loop.schedule(() -> ran.add("endless"), Long.MAX_VALUE, TimeUnit.NANOSECONDS);
            loop.schedule(() -> ran.add("endless"), Long.MAX_VALUE, TimeUnit.DAYS);
            loop.schedule(loop::stop, 5, TimeUnit.MILLISECONDS);
            assertTimeoutPreemptively(Duration.ofSeconds(20), loop::run);
            assertEquals(List.of(), ran);
        }
    }
}
