package millrace.loop.stall;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** A stall in a flight recording. Its own stack would be the watch's: the one that matters is a field. */
@Name("millrace.Stall")
@Label("Loop Stall")
@Category("Millrace")
@Description("An event loop, or a virtual thread on its carrier, was stuck")
@StackTrace(false)
final class StallEvent extends Event {
    @Label("Loop")
    String loop;

    @Label("Carrier")
    String carrier;

    @Label("Length")
    @Timespan(Timespan.NANOSECONDS)
    long length;

    @Label("Cause")
    String cause;

    @Label("Detail")
    String detail;

    @Label("Doing")
    String doing;

    @Label("Stack")
    String stack;

    /** Records a stall that is over, when somebody records. */
    static void record(StallReport report) {
        StallEvent event = new StallEvent();
        if (!event.isEnabled()) {
            return;
        }
        event.loop = report.loop();
        event.carrier = report.carrier();
        event.length = report.length().toNanos();
        event.cause = report.cause().name();
        event.detail = report.detail();
        event.doing = report.doing();
        event.stack = String.join("\n", report.stack().stream().map(StackTraceElement::toString).toList());
        event.commit();
    }
}
