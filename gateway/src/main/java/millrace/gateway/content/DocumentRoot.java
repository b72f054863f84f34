package millrace.gateway.content;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Context;
import millrace.gateway.config.Scope;
import millrace.gateway.config.Statement;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.StateKey;
import millrace.gateway.exchange.Text;
import millrace.gateway.route.LocationName;
import millrace.gateway.route.LocationSettings;
import millrace.gateway.variable.Template;
import millrace.http.codec.Output;

/**
 * Where the files of a level are: {@code root} puts the path behind a folder, {@code alias} the folder in place of the
 * location's name. Immutable.
 */
final class DocumentRoot {
    private static final StateKey<Scope> APPENDED = StateKey.create();

    private final Template folder;
    private final byte[] prefix;
    private final boolean alias;
    /** Octets of a path that the alias stands for. */
    private final int replaced;

    private DocumentRoot(Template folder, byte[] prefix, boolean alias, int replaced) {
        this.folder = folder;
        this.prefix = prefix;
        this.alias = alias;
        this.replaced = replaced;
    }

    static DocumentRoot root(String name, Scope scope, Statement s) throws ConfigException {
        String bare = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
        return new DocumentRoot(Template.compile(full(bare, scope), scope, s == null ? null : s.place()), prefix(scope), false, 0);
    }

    static DocumentRoot alias(String name, Scope scope, Statement s) throws ConfigException {
        LocationName location = scope.enclosing(Context.LOCATION).get(LocationSettings.KEY).name();
        if (location.kind() == LocationName.Kind.NAMED) {
            throw s.error("the \"alias\" directive cannot be used inside the named location");
        }
        int replaced = location.kind() == LocationName.Kind.PATTERN ? Integer.MAX_VALUE : location.text().length();
        return new DocumentRoot(Template.compile(full(name, scope), scope, s.place()), prefix(scope), true, replaced);
    }

    boolean isAlias() {
        return alias;
    }

    /** Whether the folder of an alias is the whole name: the location is a pattern. */
    boolean isWholePath() {
        return replaced == Integer.MAX_VALUE;
    }

    /** Octets of a path that an alias stands for. */
    int replaced() {
        return replaced;
    }

    /** The path comes behind the alias of this location all the same: {@code try_files} has found it so. */
    static void appendPath(Exchange x) {
        x.state(APPENDED, x.scope());
    }

    /** A name without variables is made absolute at once; with them, when it is known. */
    private static String full(String name, Scope scope) {
        if (name.startsWith("/") || name.startsWith("$")) {
            return name;
        }
        return octets(scope.configuration().prefixPath(name).toString());
    }

    private static byte[] prefix(Scope scope) {
        String folder = octets(scope.configuration().prefixPath("").toString());
        return Output.ascii(folder.endsWith("/") ? folder : folder + "/");
    }

    private static String octets(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /** Appends the folder itself: nginx's {@code $document_root}. */
    void write(Exchange x, Output to) {
        int start = to.length();
        folder.write(x, to);
        if (to.length() > start && to.bytes()[start] == '/' || folder.isConstant()) {
            return;
        }
        byte[] relative = Arrays.copyOfRange(to.bytes(), start, to.length());
        to.truncate(start);
        to.put(prefix).put(relative);
    }

    /** Appends the name of the file that a path stands for: nginx's {@code $request_filename}. */
    void write(Exchange x, Text path, Output to) {
        write(x, to);
        if (!alias || isWholePath() && x.state(APPENDED) == x.scope()) {
            path.writeTo(to);
        } else if (replaced < path.length()) {
            to.put(path.bytes(), path.start() + replaced, path.length() - replaced);
        }
    }

    /** Whether a path begins with two dots behind what the alias stands for. */
    boolean isLeft(Text path) {
        int rest = path.length() - replaced;
        return alias && rest >= 2 && path.at(replaced) == '.' && path.at(replaced + 1) == '.'
                && (rest == 2 || path.at(replaced + 2) == '/');
    }
}
