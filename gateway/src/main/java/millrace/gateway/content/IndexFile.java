package millrace.gateway.content;

import java.nio.charset.StandardCharsets;
import java.util.List;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.Phase;
import millrace.gateway.exchange.PhaseHandler;
import millrace.gateway.variable.Template;
import millrace.http.codec.Output;
import millrace.os.Errno;

/** {@code index}: a path that ends with a slash goes on with the first file there is, or with a path of its own. */
public final class IndexFile implements PhaseHandler {
    @Override
    public int run(Exchange x) {
        if (!isFolder(x) || !StaticFile.isRead(x) && !"POST".equals(x.method())) {
            return Phase.NEXT;
        }
        FileLoop files = FileLoop.of(x.loop());
        List<Template> names = x.settings(FileSettings.KEY).index;
        for (int i = 0; i < names.size(); i++) {
            String index = names.get(i).text(x);
            if (index.startsWith("/")) {
                return go(x, index);
            }
            Output name = files.name(x, x.uri());
            name.put(index.getBytes(StandardCharsets.ISO_8859_1));
            OpenFile file = files.open(x, name);
            if (file.error == 0) {
                StaticFile.release(file);
                return go(x, x.uri() + index);
            }
            if (!Errno.ENOENT.is(file.error)) {
                return StaticFile.missing(x, name, file.error);
            }
        }
        return folderItself(x, files);
    }

    public static boolean isFolder(Exchange x) {
        int length = x.uri().length();
        return length > 0 && x.uri().at(length - 1) == '/';
    }

    private static int go(Exchange x, String path) {
        x.redirect(path, x.args().isPresent() ? x.args().toString() : null);
        return Phase.DONE;
    }

    /** No index: a folder that is not there is a matter of its own. */
    private static int folderItself(Exchange x, FileLoop files) {
        Output name = files.name(x, x.uri());
        int error = files.probe.look(name.bytes(), 0, name.length());
        return error < 0 ? StaticFile.missing(x, name, error) : Phase.NEXT;
    }
}
