package millrace.loop.stall;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import millrace.loop.stall.Evidence.Waiting;
import org.junit.jupiter.api.Test;

class FramesTest {
    private static final StackTraceElement PARK = jdk("jdk.internal.misc.Unsafe", "park");
    private static final StackTraceElement SUPPORT = jdk("java.util.concurrent.locks.LockSupport", "park");
    private static final StackTraceElement QUEUED =
            jdk("java.util.concurrent.locks.AbstractQueuedSynchronizer", "acquire");
    private static final StackTraceElement APP = new StackTraceElement("shop.Cart", "total", "Cart.java", 31);
    private static final StackTraceElement LIBRARY =
            new StackTraceElement("app", "millrace.http", "1", "millrace.http.Exchange", "handle", "Exchange.java", 5);

    private static StackTraceElement jdk(String type, String method) {
        return new StackTraceElement(null, "java.base", "25", type, method, "X.java", 1);
    }

    private static Waiting parked(StackTraceElement... frames) {
        return Frames.waiting(Thread.State.WAITING, List.of(frames));
    }

    @Test
    void whatParksBelowTheCommonMachineryTellsLocksFromOtherWaits() {
        String locks = "java.util.concurrent.locks.";
        assertEquals(Waiting.LOCK, parked(PARK, SUPPORT, QUEUED, jdk(locks + "ReentrantLock$Sync", "lock"), APP));
        assertEquals(Waiting.LOCK, parked(PARK, SUPPORT, jdk(locks + "StampedLock", "acquireWrite"), APP));
        assertEquals(Waiting.CALL, parked(PARK, SUPPORT, QUEUED, jdk("java.util.concurrent.CountDownLatch", "await")));
        assertEquals(Waiting.CALL, parked(PARK, SUPPORT, jdk("java.util.concurrent.CompletableFuture", "join"), APP));
        assertEquals(Waiting.CALL, parked(PARK, SUPPORT,
                jdk(locks + "AbstractQueuedSynchronizer$ConditionObject", "await"),
                jdk("java.util.concurrent.LinkedBlockingQueue", "take"), APP));
        assertEquals(Waiting.CALL, parked(PARK, SUPPORT, APP));
    }

    @Test
    void aStateSaysTheRest() {
        assertEquals(Waiting.LOCK, Frames.waiting(Thread.State.BLOCKED, List.of(APP)));
        assertEquals(Waiting.NONE, Frames.waiting(Thread.State.RUNNABLE, List.of(PARK)));
        assertEquals(Waiting.CALL, Frames.waiting(Thread.State.TIMED_WAITING, List.of()));
    }

    @Test
    void codeThatIsLoadedIsNoBlockingCallAndItsInitialiserIsTheApplicationsOwn() {
        StackTraceElement load = jdk("java.lang.ClassLoader", "loadClass");
        StackTraceElement read = jdk("java.io.RandomAccessFile", "readBytes0");
        assertEquals(Waiting.LOADING, Frames.waiting(Thread.State.WAITING, List.of(read, load, APP)));
        assertEquals(Waiting.LOADING, Frames.waiting(Thread.State.RUNNABLE,
                List.of(jdk("java.lang.invoke.MethodHandleNatives", "linkCallSite"), APP)));
        assertEquals(Waiting.NONE, Frames.waiting(Thread.State.RUNNABLE, List.of(APP, load, APP)));
        assertEquals(Waiting.LOCK, Frames.waiting(Thread.State.BLOCKED, List.of(load, APP)));
    }

    @Test
    void aPlaceIsWhatTheApplicationCalledAndWhere() {
        StackTraceElement sleep = jdk("java.lang.Thread", "sleep");
        assertEquals("Thread.sleep at Cart.total(Cart.java:31)",
                Frames.at(List.of(jdk("java.lang.Thread", "sleep0"), sleep, APP, LIBRARY)));
        assertEquals("Cart.total(Cart.java:31)", Frames.at(List.of(APP, LIBRARY)));
        assertEquals("Thread.sleep at Exchange.handle(Exchange.java:5)", Frames.at(List.of(sleep, LIBRARY)));
        assertEquals("Thread.sleep(X.java:1)", Frames.at(List.of(sleep)));
        assertEquals("", Frames.at(List.of()));
    }

    @Test
    void namesThatTheCompilerMadeAreReadable() {
        assertEquals("Cart.main", Frames.method(new StackTraceElement("shop.Cart", "lambda$main$0", "Cart.java", 1)));
        assertEquals("Cart", Frames.simple("shop.Cart$$Lambda/0x0000000025046ca0"));
        assertEquals("Cart.Item", Frames.simple("shop.Cart$Item"));
        Runnable lambda = () -> { };
        assertEquals("a lambda in FramesTest", Described.nameOf(lambda));
        assertEquals("String", Described.nameOf("x"));
    }
}
