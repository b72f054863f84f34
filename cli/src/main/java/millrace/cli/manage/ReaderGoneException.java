package millrace.cli.manage;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Nobody reads what a command says any more: the command ends. */
final class ReaderGoneException extends UncheckedIOException {
    private static final long serialVersionUID = 1;

    ReaderGoneException(IOException cause) {
        super(cause);
    }
}
