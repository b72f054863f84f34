package millrace.cluster;

/** Gets what the primary sends as bytes, before anything is made of it. */
@FunctionalInterface
public interface LineReceiver {
    /**
     * @param buffer valid during the call only
     * @return whether the line is dealt with; if not, it goes the way of all messages
     */
    boolean line(byte[] buffer, int offset, int length);
}
