/**
 * Files off the loop: {@link millrace.offload.file.AsyncFiles} is where to begin. What waits for the disk runs on a lane
 * of the I/O pool; all results, signals and events come on the loop that asked.
 */
package millrace.offload.file;
