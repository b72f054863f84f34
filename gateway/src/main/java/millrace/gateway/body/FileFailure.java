package millrace.gateway.body;

import java.io.IOException;
import java.nio.file.Path;
import millrace.os.ErrorText;

/** A temporary file that could not be made, written or read, in the words of nginx's log. */
final class FileFailure extends IOException {
    private static final long serialVersionUID = 1;

    /** @param errno the positive error number */
    FileFailure(String call, Path path, int errno) {
        super(call + "() \"" + path + "\" failed " + ErrorText.numbered(errno));
    }

    /** Passes a result through, or throws when it is a negated error number. */
    static int check(int result, String call, Path path) throws FileFailure {
        if (result < 0) {
            throw new FileFailure(call, path, -result);
        }
        return result;
    }
}
