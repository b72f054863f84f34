package millrace.loop.stall;

import com.sun.management.GarbageCollectorMXBean;
import com.sun.management.GcInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.RuntimeMXBean;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * When the garbage collector stopped the program. Asked only when something was stuck: the JVM's management classes
 * take 30 ms to load, and it remembers the last collection without them.
 */
final class Pauses {
    private static final List<GarbageCollectorMXBean> COLLECTORS =
            ManagementFactory.getPlatformMXBeans(GarbageCollectorMXBean.class).stream()
                    // The cycles of ZGC and Shenandoah run beside the program; their pauses are counted apart.
                    .filter(collector -> !collector.getName().endsWith("Cycles"))
                    .toList();
    private static final RuntimeMXBean RUNTIME = ManagementFactory.getRuntimeMXBean();

    /**
     * @param nanos how long it stood in the span that was asked for
     * @param collector who took the longest, with its time; empty when there was none
     */
    record Pause(long nanos, String collector) {
        static final Pause NONE = new Pause(0, "");
    }

    private Pauses() {}

    /** How long all collections together have taken since the program began. */
    static long totalNanos() {
        long millis = 0;
        for (GarbageCollectorMXBean bean : COLLECTORS) {
            millis += Math.max(0, bean.getCollectionTime());
        }
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }

    /** The last collection of each collector, as far as it lies after a point of time. */
    static Pause since(long beganNanos) {
        // The JVM counts collections in milliseconds from its own start.
        long offsetNanos = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(RUNTIME.getUptime());
        long sum = 0;
        long longest = 0;
        String collector = "";
        for (GarbageCollectorMXBean bean : COLLECTORS) {
            GcInfo last = bean.getLastGcInfo();
            if (last == null) {
                continue;
            }
            long from = Math.max(beganNanos, offsetNanos + TimeUnit.MILLISECONDS.toNanos(last.getStartTime()));
            long nanos = offsetNanos + TimeUnit.MILLISECONDS.toNanos(last.getEndTime()) - from;
            sum += Math.max(0, nanos);
            if (nanos > longest) {
                longest = nanos;
                collector = bean.getName() + ", " + last.getDuration() + " ms";
            }
        }
        return longest == 0 ? Pause.NONE : new Pause(sum, collector);
    }
}
