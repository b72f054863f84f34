package millrace.loop;

import java.util.function.Consumer;

/**
 * A hierarchical timing wheel: seven levels of 64 slots, a slot of level n being 64<sup>n</sup> ticks wide (Varghese and
 * Lauck, 1987). A timer hangs in the level of the highest bit in which its tick differs from the present one, so every
 * timer of a lower level is due before any of a higher; a bit set for each level tells the next occupied slot.
 *
 * <p>Pure logic: time comes in from outside. Timers never fire early; they fire up to one tick late.
 */
final class TimerWheel {
    /** One tick is 2<sup>20</sup> ns, about a millisecond: what the pollers can wait for. */
    static final int TICK_SHIFT = 20;

    private static final int BITS = 6;
    private static final int SLOTS = 1 << BITS;
    private static final int LEVELS = 7;
    private static final int FIRING = LEVELS * SLOTS;
    /** A slot less than a round of the topmost level: its present slot must not hold timers of the next round. */
    private static final long LONGEST = (1L << (BITS * LEVELS)) - (1L << (BITS * (LEVELS - 1)));

    /** What is longer, 143 years, is cut to this. */
    static final long LONGEST_NANOS = LONGEST << TICK_SHIFT;


    private final Timer[] heads = new Timer[FIRING + 1];
    private final long[] occupied = new long[LEVELS];
    private final long originNanos;
    /** The tick up to which all is fired, and the one that {@link #expire} is on its way to. */
    private long present;

    private long arrived;
    private int armed;

    TimerWheel(long nowNanos) {
        this.originNanos = nowNanos;
    }

    /** How many timers are armed. */
    int armed() {
        return armed;
    }

    void arm(Timer timer, long deadlineNanos) {
        cancel(timer);
        long tick = ((deadlineNanos - originNanos - 1) >> TICK_SHIFT) + 1;
        timer.tick = Math.clamp(tick, Math.max(present, arrived) + 1, present + LONGEST);
        hang(timer);
        armed++;
    }

    void cancel(Timer timer) {
        if (timer.slot != Timer.UNARMED) {
            unhang(timer);
            armed--;
        }
    }

    /** The nanoseconds until {@link #expire} has something to do, or −1 when there is no timer. */
    long nanosToNext(long nowNanos) {
        int level = lowestLevel();
        if (level < 0) {
            return -1;
        }
        long due = originNanos + (start(level, firstSlot(level)) << TICK_SHIFT);
        return Math.max(0, due - nowNanos);
    }

    /** Unarms every timer that is due, and hands each to the consumer. */
    void expire(long nowNanos, Consumer<Timer> due) {
        long now = (nowNanos - originNanos) >> TICK_SHIFT;
        arrived = now;
        for (int level = lowestLevel(); level >= 0; level = lowestLevel()) {
            int slot = firstSlot(level);
            long start = start(level, slot);
            if (start > now) {
                break;
            }
            present = Math.max(present, start);
            take(level, slot);
            if (level == 0) {
                fire(due);
            } else {
                cascade();
            }
        }
        present = Math.max(present, now);
    }

    private void fire(Consumer<Timer> due) {
        for (Timer timer = heads[FIRING]; timer != null; timer = heads[FIRING]) {
            cancel(timer);
            due.accept(timer);
        }
    }

    private void cascade() {
        for (Timer timer = heads[FIRING]; timer != null; timer = heads[FIRING]) {
            unhang(timer);
            hang(timer);
        }
    }

    /** Moves a slot's timers to the firing list, where they can still be cancelled one by one. */
    private void take(int level, int index) {
        int slot = level * SLOTS + index;
        heads[FIRING] = heads[slot];
        heads[slot] = null;
        occupied[level] &= ~(1L << index);
        for (Timer timer = heads[FIRING]; timer != null; timer = timer.next) {
            timer.slot = FIRING;
        }
    }

    private void hang(Timer timer) {
        long differing = (timer.tick ^ present) | (SLOTS - 1);
        int level = Math.min(LEVELS - 1, (63 - Long.numberOfLeadingZeros(differing)) / BITS);
        int index = (int) (timer.tick >>> (BITS * level)) & (SLOTS - 1);
        int slot = level * SLOTS + index;
        Timer head = heads[slot];
        timer.slot = slot;
        timer.next = head;
        if (head != null) {
            head.previous = timer;
        }
        heads[slot] = timer;
        occupied[level] |= 1L << index;
    }

    private void unhang(Timer timer) {
        int slot = timer.slot;
        if (timer.previous == null) {
            heads[slot] = timer.next;
        } else {
            timer.previous.next = timer.next;
        }
        if (timer.next != null) {
            timer.next.previous = timer.previous;
        }
        if (heads[slot] == null && slot != FIRING) {
            occupied[slot / SLOTS] &= ~(1L << (slot % SLOTS));
        }
        timer.previous = null;
        timer.next = null;
        timer.slot = Timer.UNARMED;
    }

    private int lowestLevel() {
        for (int level = 0; level < LEVELS; level++) {
            if (occupied[level] != 0) {
                return level;
            }
        }
        return -1;
    }

    /** The occupied slot that comes first, counting from the present position and around. */
    private int firstSlot(int level) {
        int position = (int) (present >>> (BITS * level)) & (SLOTS - 1);
        int distance = Long.numberOfTrailingZeros(Long.rotateRight(occupied[level], position));
        return (position + distance) & (SLOTS - 1);
    }

    /** The tick at which a slot begins. Only the topmost level can lie a round ahead. */
    private long start(int level, int slot) {
        int shift = BITS * (level + 1);
        long start = (present >>> shift << shift) + ((long) slot << (BITS * level));
        boolean past = start + (1L << (BITS * level)) <= present;
        return past ? start + (1L << shift) : start;
    }
}
