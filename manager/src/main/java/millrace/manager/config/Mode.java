package millrace.manager.config;

/** How an app's instances are started; PM2's {@code exec_mode}. */
public enum Mode {
    /** Each by itself. */
    FORK,
    /** As workers that share ports over the cluster protocol. */
    CLUSTER
}
