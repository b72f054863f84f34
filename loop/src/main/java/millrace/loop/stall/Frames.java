package millrace.loop.stall;

import java.util.List;
import millrace.loop.stall.Evidence.Waiting;

/** A stack, read: where the application is in it, and what it waits for there. Pure logic. */
final class Frames {
    private static final String LOCKS = "java.util.concurrent.locks.";

    private Frames() {}

    /** What a thread waits for, from its state and stack. */
    static Waiting waiting(Thread.State state, List<StackTraceElement> stack) {
        if (state != Thread.State.BLOCKED && isLoading(stack)) {
            return Waiting.LOADING;
        }
        return switch (state) {
            case BLOCKED -> Waiting.LOCK;
            case WAITING, TIMED_WAITING -> isLock(stack) ? Waiting.LOCK : Waiting.CALL;
            case NEW, RUNNABLE, TERMINATED -> Waiting.NONE;
        };
    }

    /** Whether the one that parks, below the common machinery of all that do, is a lock. */
    private static boolean isLock(List<StackTraceElement> stack) {
        for (StackTraceElement frame : stack) {
            String type = frame.getClassName();
            if (type.contains("$ConditionObject")) {
                return false;
            }
            boolean machinery = type.startsWith("jdk.internal.")
                    || type.equals(LOCKS + "LockSupport")
                    || type.startsWith(LOCKS + "AbstractQueued")
                    || type.startsWith("java.lang.VirtualThread")
                    || type.equals("java.lang.System$1");
            if (!machinery) {
                return type.startsWith(LOCKS);
            }
        }
        return false;
    }

    /**
     * Whether the JVM loads, or links for the first time, what the application's innermost code names. An initialiser of
     * the application's is its own code, and no loading.
     */
    static boolean isLoading(List<StackTraceElement> stack) {
        for (StackTraceElement frame : stack) {
            if (!isJdk(frame)) {
                return false;
            }
            String type = frame.getClassName();
            if (type.startsWith("jdk.internal.loader.") || type.equals("java.lang.ClassLoader")
                    || type.equals("java.lang.invoke.MethodHandleNatives")) {
                return true;
            }
        }
        return false;
    }

    /** The index of the application's innermost frame, or of Millrace's own when it has none; −1 without either. */
    static int place(List<StackTraceElement> stack) {
        int own = -1;
        for (int i = 0; i < stack.size(); i++) {
            if (isApplication(stack.get(i))) {
                return i;
            }
            own = own < 0 && !isJdk(stack.get(i)) ? i : own;
        }
        return own;
    }

    /** Neither the JDK's nor Millrace's. */
    static boolean isApplication(StackTraceElement frame) {
        return !isJdk(frame) && !frame.getClassName().startsWith("millrace.");
    }

    private static boolean isJdk(StackTraceElement frame) {
        String module = frame.getModuleName();
        return module != null && (module.startsWith("java.") || module.startsWith("jdk."));
    }

    /** {@code Thread.sleep} at {@code Blocked.slow(Blocked.java:31)}: what the application called, and from where. */
    static String at(List<StackTraceElement> stack) {
        if (stack.isEmpty()) {
            return "";
        }
        int place = place(stack);
        if (place < 0) {
            return at(stack.getFirst());
        }
        String here = at(stack.get(place));
        return place == 0 ? here : method(stack.get(place - 1)) + " at " + here;
    }

    /** {@code Blocked.slow(Blocked.java:31)}: as in a stack trace, where tools find and link it, without the package. */
    static String at(StackTraceElement frame) {
        String where = frame.isNativeMethod() ? "native"
                : frame.getFileName() == null ? "unknown source"
                : frame.getLineNumber() < 0 ? frame.getFileName()
                : frame.getFileName() + ":" + frame.getLineNumber();
        return method(frame) + "(" + where + ")";
    }

    static String method(StackTraceElement frame) {
        return simple(frame.getClassName()) + "." + readable(frame.getMethodName());
    }

    /** A lambda's method is named after the one that it stands in. */
    private static String readable(String method) {
        if (!method.startsWith("lambda$")) {
            return method;
        }
        int end = method.lastIndexOf('$');
        return end > "lambda$".length() ? method.substring("lambda$".length(), end) : method;
    }

    /** A class's name without its package, and without the number of a hidden class. */
    static String simple(String type) {
        int slash = type.indexOf('/');
        String name = slash < 0 ? type : type.substring(0, slash);
        int lambda = name.indexOf("$$Lambda");
        name = lambda < 0 ? name : name.substring(0, lambda);
        return name.substring(name.lastIndexOf('.') + 1).replace('$', '.');
    }
}
