/**
 * Compression off the loop: {@link millrace.offload.compress.Compression} is where to begin, {@link
 * millrace.offload.compress.Codec} is the bare computation, and {@link millrace.offload.compress.CodecStream} runs it
 * between a publisher and a subscriber.
 */
package millrace.offload.compress;
