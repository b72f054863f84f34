package millrace.loop.stall;

/** Why a loop, or a virtual thread's carrier, did not go on. */
public enum Cause {
    /** The callback used the processor all the time. */
    COMPUTING("computing"),
    /** The callback wanted a monitor or lock that another thread had. */
    LOCK("waiting for a lock"),
    /** The callback waited in a call: sleep, socket, file, another thread's result. */
    BLOCKING_CALL("in a blocking call"),
    /** It waited for a lock or in a call, or for a page of a file; which was over before it could be looked at. */
    WAITING("waiting, which was over before it could be seen for what"),
    /** A class was loaded, initialised or linked, as happens once for each. */
    LOADING("loading classes"),
    /** The garbage collector had stopped all threads. */
    GARBAGE_COLLECTION("stopped by garbage collection"),
    /** The JVM had stopped all threads for something else: a heap dump, a thread dump, redefined classes. */
    SAFEPOINT("stopped by the JVM"),
    /** The thread could run and got no processor: other threads and processes had them, or a CPU quota was spent. */
    NO_PROCESSOR("without a processor"),
    /** The whole process was stopped: SIGSTOP, a debugger, a frozen container, a paused machine. */
    STOPPED("stopped with its process");

    private final String phrase;

    Cause(String phrase) {
        this.phrase = phrase;
    }

    /** For a line of text, after "was stuck for 200 ms, ". */
    public String phrase() {
        return phrase;
    }

    /** Whether the callback that ran is to blame; else it only happened to be there. */
    public boolean isOfCallback() {
        return this == COMPUTING || this == LOCK || this == BLOCKING_CALL || this == WAITING || this == LOADING;
    }
}
