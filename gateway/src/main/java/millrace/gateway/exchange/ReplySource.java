package millrace.gateway.exchange;

/** Who makes a reply's body. */
public interface ReplySource {
    /** After a write that answered {@code false}: there is room again. */
    void onWritable(Exchange x);

    /** The client is gone, or the reply was broken off: stop and let go of all. Called at most once. */
    void onGone(Exchange x);

    /** The client will send no more, but may still be reading. */
    default void onClientEnd(Exchange x) {}
}
