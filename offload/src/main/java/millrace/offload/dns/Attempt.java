package millrace.offload.dns;

/** A question on its way to one server. For the loop's thread only. */
interface Attempt {
    /** Who waits for the answer. */
    interface Listener {
        /** A message from the server. The buffer is valid only during the call. */
        void onMessage(byte[] buffer, int offset, int length);

        /** The server cannot be asked; this is the last that is heard of the attempt. */
        void onFailure(String why);

        /** The loop has ended; this is the last that is heard of the attempt. */
        void onLoopEnded();
    }

    /** Gives up; nothing is heard of it any more. */
    void close();
}
