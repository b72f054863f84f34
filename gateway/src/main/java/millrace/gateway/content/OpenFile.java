package millrace.gateway.content;

import millrace.os.Descriptor;

/** A file that was found, or why it was not; kept open as long as the cache or a reply uses it. For one loop's thread. */
public final class OpenFile {
    /** −errno when it could not be opened, else 0. */
    int error;

    int fd = -1;
    boolean folder;
    boolean regular;
    long size;
    long modifiedSeconds;
    long inode;

    // For the cache: when it was looked at and used last, and how often it was.
    long checkedNanos;
    long usedNanos;
    int uses;
    boolean cached;

    /** −errno, or 0. */
    public int error() {
        return error;
    }

    public boolean isRegular() {
        return regular;
    }

    void close() {
        if (fd >= 0) {
            Descriptor.close(fd);
            fd = -1;
        }
    }
}
