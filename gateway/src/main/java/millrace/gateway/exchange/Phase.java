package millrace.gateway.exchange;

/**
 * The steps of a request, in order; the handlers of each run one after the other. As in nginx's development guide,
 * section "HTTP phases".
 */
public enum Phase {
    /** Right after the head was read: who the client really is. */
    POST_READ,
    /** {@code rewrite} and its like in {@code server}. */
    SERVER_REWRITE,
    /** Chooses the location. */
    FIND_LOCATION,
    /** {@code rewrite} and its like in {@code location}. */
    REWRITE,
    /** The engine's own: a changed path goes back to {@link #FIND_LOCATION}. */
    POST_REWRITE,
    /** Limits of rate and number. */
    PREACCESS,
    /** Who may; {@code satisfy} says whether all or any of the handlers must agree. */
    ACCESS,
    /** {@code try_files}, {@code mirror}. */
    PRECONTENT,
    /** Answers: the location's own handler, or else the first that does not pass. */
    CONTENT,
    /** After the end of the reply. */
    LOG;

    /** This handler has nothing to say: the next one. */
    public static final int NEXT = 0;

    /** Granted, or answered: in {@link #ACCESS} and {@link #CONTENT}. */
    public static final int OK = -1;

    /** The handler will call {@link Exchange#resume} or {@link Exchange#finish} later. */
    public static final int WAIT = -2;

    /** The handler has taken the request over, or has sent it elsewhere. */
    public static final int DONE = -3;
}
