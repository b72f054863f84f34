package millrace.loop.stall;

/** What can say what it is working on, for a report of a stall. */
public interface Described {
    /**
     * One phrase, such as {@code GET /slow from 127.0.0.1:40312}. Asked by the watch's thread, only while something is
     * stuck, without any lock: it reads what the stuck thread has written, must change nothing, and may be wrong when
     * that goes on meanwhile; what it throws means that nothing is known.
     */
    String describe();

    /** What to call something that does not describe itself: {@code Router}, or {@code a lambda in Router}. */
    static String nameOf(Object something) {
        String type = something.getClass().getName();
        return (type.contains("$$Lambda") ? "a lambda in " : "") + Frames.simple(type);
    }
}
