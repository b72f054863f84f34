package millrace.cli.manage;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import millrace.cli.Colours;
import millrace.cli.Terminal;
import millrace.os.TerminalSize;

/**
 * Where a command speaks: messages and results on standard output, complaints on standard error, as PM2 parts them. In
 * UTF-8 whatever the locale, since the boxes need it. For one thread.
 */
final class Console {
    private static final String TAG = "[millrace]";

    private final OutputStream out;
    private final OutputStream err;
    private final Colours colours;
    private final Colours errorColours;
    private final boolean silent;
    private final boolean terminal;

    Console(OutputStream out, OutputStream err, Colours colours, Colours errorColours, boolean silent, boolean terminal) {
        this.out = out;
        this.err = err;
        this.colours = colours;
        this.errorColours = errorColours;
        this.silent = silent;
        this.terminal = terminal;
    }

    static Console of(boolean silent, boolean colourless) {
        Map<String, String> environment = System.getenv();
        boolean terminal = Terminal.isAt(1);
        return new Console(
                new FileOutputStream(FileDescriptor.out),
                new FileOutputStream(FileDescriptor.err),
                Colours.of(terminal && !colourless, environment),
                Colours.of(!colourless && Terminal.isAt(2), environment),
                silent,
                terminal);
    }

    Colours colours() {
        return colours;
    }

    boolean isTerminal() {
        return terminal;
    }

    /** Columns there are room for: without a terminal as many as are wanted. */
    int columns() {
        TerminalSize size = terminal ? TerminalSize.of(1) : null;
        return size == null ? Integer.MAX_VALUE : size.columns();
    }

    int rows() {
        TerminalSize size = terminal ? TerminalSize.of(1) : null;
        return size == null ? Integer.MAX_VALUE : size.rows();
    }

    /** What goes on; not said with {@code --silent}. */
    void say(String sentence) {
        if (!silent) {
            print(colours.good(TAG) + ' ' + sentence + '\n');
        }
    }

    void warn(String sentence) {
        if (!silent) {
            print(colours.strong(TAG + "[WARN]") + ' ' + plain(sentence) + '\n');
        }
    }

    /** A table or the like; not shown with {@code --silent}. */
    void show(String text) {
        if (!silent) {
            print(text);
        }
    }

    /** What was asked for: in any case. */
    void print(String text) {
        print(false, text);
    }

    /** @param error whether on standard error */
    void print(boolean error, String text) {
        OutputStream to = error ? err : out;
        try {
            to.write(text.getBytes(StandardCharsets.UTF_8));
            to.flush();
        } catch (IOException e) {
            // The reader has gone, as head does: there is nobody to tell.
            throw new ReaderGoneException(e);
        }
    }

    /** What others have written is in it, and shall not steer the terminal. */
    private static String plain(String sentence) {
        StringBuilder plain = new StringBuilder(sentence);
        for (int i = 0; i < plain.length(); i++) {
            char letter = plain.charAt(i);
            if (Character.isISOControl(letter) && letter != '\n' && letter != '\t') {
                plain.setCharAt(i, '·');
            }
        }
        return plain.toString();
    }

    void complain(String sentence) {
        complain("[ERROR]", sentence);
    }

    void complain(String kind, String sentence) {
        try {
            err.write((errorColours.bad(TAG + kind) + ' ' + plain(sentence) + '\n').getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new ReaderGoneException(e);
        }
    }
}
