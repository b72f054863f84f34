package millrace.manager.usage;

/**
 * What a process and all below it use.
 *
 * @param cpuPercent of one core, so that it may be above 100; over the time since the look before
 * @param memoryBytes that is resident
 */
public record Usage(double cpuPercent, long memoryBytes) {
    /** Of a process that does not run. */
    public static final Usage NONE = new Usage(0, 0);
}
