package millrace.gateway.pattern;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import millrace.http.codec.Output;

/**
 * What the groups of the last pattern that matched took: {@code $1} and so on. It keeps a copy of the subject, so that
 * this may change. Used again and again by one request after the other, it allocates only to grow. For one thread.
 */
public final class Captures {
    private int[] bounds = new int[20];
    private byte[] subject = new byte[128];
    private int groups = -1;
    private boolean quoted;

    /** Room for bounds of so many groups and the whole. */
    int[] room(int more) {
        if (bounds.length < 2 * (more + 1)) {
            bounds = Arrays.copyOf(bounds, 2 * (more + 1));
        }
        return bounds;
    }

    /** A match has filled the bounds. */
    void matched(int count, byte[] octets, int offset, int length) {
        groups = count;
        if (count == 0) {
            return;
        }
        if (subject.length < length) {
            subject = new byte[Math.max(length, 2 * subject.length)];
        }
        System.arraycopy(octets, offset, subject, 0, length);
    }

    /** As before any match. */
    public void clear() {
        groups = -1;
        quoted = false;
    }

    /** Takes over what another has. */
    public void copy(Captures other) {
        groups = other.groups;
        if (groups > 0) {
            bounds = Arrays.copyOf(other.bounds, other.bounds.length);
            subject = Arrays.copyOf(other.subject, other.subject.length);
        }
    }

    /** Whether {@code $1} and its like are percent-encoded for now: where they become part of arguments. */
    public boolean isQuoted() {
        return quoted;
    }

    public void quoted(boolean yes) {
        quoted = yes;
    }

    /** Of the last pattern that matched; −1 before any. */
    public int groups() {
        return groups;
    }

    /** Whether a group, from 1 on, took part in the match. */
    public boolean has(int group) {
        return group >= 1 && group <= groups && bounds[2 * group] >= 0;
    }

    /** Appends what a group took; false, and nothing, if it did not take part. */
    public boolean write(int group, Output to) {
        if (!has(group)) {
            return false;
        }
        to.put(subject, bounds[2 * group], bounds[2 * group + 1] - bounds[2 * group]);
        return true;
    }

    /** What a group took, one character for each octet; null if it did not take part. */
    public String text(int group) {
        return has(group) ? new String(subject, bounds[2 * group], bounds[2 * group + 1] - bounds[2 * group],
                StandardCharsets.ISO_8859_1) : null;
    }
}
