package millrace.manager.app;

import millrace.manager.log.LogTrouble;
import millrace.manager.metrics.BusEvent;

/** Hears what becomes of apps. Called on the loop; it must not wait. */
public interface AppsListener extends LogTrouble {
    /** Something became of an instance. */
    void happened(ProcessEvent event);

    /** Something that a waiting user may like to know: that a source is compiled. */
    default void note(String sentence) {}

    /** A process has said something that is meant for whoever listens. */
    void said(AppInstance instance, BusEvent event);
}
