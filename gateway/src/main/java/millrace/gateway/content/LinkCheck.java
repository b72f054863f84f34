package millrace.gateway.content;

import millrace.gateway.exchange.Exchange;
import millrace.http.codec.Output;

/** {@code disable_symlinks} for those who only ask whether there is a file. */
public final class LinkCheck {
    private LinkCheck() {}

    /** Whether the level of a request forbids any symbolic links. */
    public static boolean isOn(Exchange x) {
        return x.settings(FileSettings.KEY).links != LinkPolicy.ANY;
    }

    /**
     * Whether a name can be opened without those that are forbidden.
     *
     * @param name one character for each octet
     */
    public static boolean allows(Exchange x, String name) {
        FileLoop files = FileLoop.of(x.loop());
        OpenFile file = files.open(x, files.blank().put(Output.ascii(name)));
        StaticFile.release(file);
        return file.error == 0;
    }
}
