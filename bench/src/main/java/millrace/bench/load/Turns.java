package millrace.bench.load;

/** Numbers from 0 on that take turns: who is added comes behind those that wait, and waits once at most. One thread. */
final class Turns {
    static final int NOBODY = -1;

    private final int[] ring;
    private final boolean[] waits;
    private int first;
    private int count;

    Turns(int numbers) {
        ring = new int[numbers];
        waits = new boolean[numbers];
    }

    void add(int number) {
        if (!waits[number]) {
            waits[number] = true;
            int free = first + count++;
            ring[free < ring.length ? free : free - ring.length] = number;
        }
    }

    /** Takes out whose turn it is. */
    int next() {
        if (count == 0) {
            return NOBODY;
        }
        int number = ring[first];
        first = first + 1 == ring.length ? 0 : first + 1;
        count--;
        waits[number] = false;
        return number;
    }
}
