package millrace.regex.analysis;

/**
 * A place in a pattern that makes it slow.
 *
 * @param from offset of the first character concerned, in UTF-16 units of the pattern
 * @param to offset after the last one
 * @param sentence names the part of the pattern and says why, for people
 */
public record Finding(Cause cause, int from, int to, String sentence) {
}
