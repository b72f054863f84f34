package millrace.loop.pool;

/** Jobs in a row, linked through themselves: each may leave from anywhere in constant time. Not for two threads. */
final class JobQueue {
    private Job<?> first;
    private Job<?> last;
    private int size;

    void add(Job<?> job) {
        job.previous = last;
        if (last == null) {
            first = job;
        } else {
            last.next = job;
        }
        last = job;
        size++;
    }

    /** Takes a job out that is in this queue. */
    void remove(Job<?> job) {
        if (job.previous == null) {
            first = job.next;
        } else {
            job.previous.next = job.next;
        }
        if (job.next == null) {
            last = job.previous;
        } else {
            job.next.previous = job.previous;
        }
        job.previous = null;
        job.next = null;
        size--;
    }

    /** The one that is here for longest, or {@code null}. */
    Job<?> first() {
        return first;
    }

    int size() {
        return size;
    }
}
