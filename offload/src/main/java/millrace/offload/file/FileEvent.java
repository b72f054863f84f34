package millrace.offload.file;

import java.nio.file.Path;

/**
 * What has become of a file or folder since the last events, all changes in between taken together.
 *
 * @param path below the watched path, written as that was
 */
public record FileEvent(Kind kind, Path path) {
    /** What has become of it. */
    public enum Kind {
        /** It is there, and was not, or another has taken its name. */
        CREATED,
        /**
         * Its content has changed, or it was deleted and made again, be it as a file where a folder was. With a folder
         * that is told of so, all that is in it may be new.
         */
        MODIFIED,
        /** It is not there any more, and maybe never was for long; with a folder, nor is all that was in it. */
        DELETED,
        /** So much has changed that events are missing: look at everything below the path again. */
        OVERFLOW
    }
}
