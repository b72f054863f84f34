/**
 * Compression off the loop: {@link millrace.offload.compress.Codec} is the bare computation, {@code CodecStream} runs it
 * between a publisher and a subscriber, {@code Compression} is where to begin.
 */
package millrace.offload.compress;
