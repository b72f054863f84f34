package millrace.gateway.content;

import millrace.gateway.config.Scope;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.Phase;
import millrace.gateway.exchange.PhaseHandler;
import millrace.gateway.log.Level;
import millrace.gateway.route.Jump;
import millrace.gateway.variable.Template;
import millrace.http.codec.Output;
import millrace.os.ErrorText;
import millrace.os.FileProbe;

/** {@code try_files}: the path becomes that of the first file that is there. Looks on the loop, as nginx does. */
final class TryFiles implements PhaseHandler {
    @Override
    public boolean concerns(Scope scope) {
        return scope.get(TryFilesSettings.KEY).isOf(scope);
    }

    @Override
    public int run(Exchange x) {
        TryFilesSettings settings = x.settings(TryFilesSettings.KEY);
        for (TryFilesSettings.Name name : settings.names) {
            String path = inFolder(x, name.path());
            if (isThere(x, path, name.folder())) {
                found(x, path, name.folder());
                return Phase.NEXT;
            }
        }
        return settings.otherwise == null ? settings.status : Jump.to(x, settings.otherwise.text(x));
    }

    /** The name behind the folder: an alias stands for the location's part of it. */
    private static String inFolder(Exchange x, Template name) {
        String path = name.text(x);
        String prefix = name.isConstant() ? "" : replaced(x);
        return path.startsWith(prefix) ? path.substring(prefix.length()) : path;
    }

    private static DocumentRoot root(Exchange x) {
        return x.settings(FileSettings.KEY).root;
    }

    /** The begin of the request's path that an alias stands for. */
    private static String replaced(Exchange x) {
        DocumentRoot root = root(x);
        return root.isWholePath() ? "" : x.uri().toString().substring(0, Math.min(root.replaced(), x.uri().length()));
    }

    private static boolean isThere(Exchange x, String path, boolean folder) {
        FileLoop files = FileLoop.of(x.loop());
        Output name = files.folder(x);
        byte[] octets = Output.ascii(path);
        name.put(octets);
        if (LinkCheck.isOn(x)) {
            OpenFile file = files.open(x, name);
            StaticFile.release(file);
            return file.error == 0 && file.folder == folder;
        }
        FileProbe probe = files.probe;
        int looked = probe.look(name.bytes(), 0, name.length());
        if (looked < 0 && !FileLoop.isMissing(looked)) {
            x.log(Level.CRIT, "stat() \"" + StaticFile.text(name) + "\" failed (" + -looked + ": "
                    + ErrorText.of(-looked) + ")");
        }
        return looked >= 0 && probe.isFolder() == folder;
    }

    private static void found(Exchange x, String path, boolean folder) {
        if (!root(x).isWholePath()) {
            x.uri().set(replaced(x) + path);
        } else if (!folder) {
            x.uri().set(path);
            DocumentRoot.appendPath(x);
        }
    }
}
