package millrace.gateway.content;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.charset.StandardCharsets;
import millrace.http.codec.Output;

/** Names without symbolic links. */
final class RealPath {
    private RealPath() {}

    /** Appends what a name is then; false if there is no such file. */
    static boolean write(Output name, Output to) {
        try {
            Path path = Path.of(new String(name.bytes(), 0, name.length(), StandardCharsets.UTF_8));
            to.utf8(path.toRealPath().toString());
            return true;
        } catch (IOException | InvalidPathException e) {
            return false;
        }
    }
}
