package millrace.gateway.content;

import java.util.ArrayList;
import java.util.List;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Context;
import millrace.gateway.config.Feature;
import millrace.gateway.config.Registry;
import millrace.gateway.config.Scope;
import millrace.gateway.config.Statement;
import millrace.gateway.config.Values;
import millrace.gateway.exchange.Phase;
import millrace.gateway.variable.Template;
import millrace.http.codec.Output;

/** Where files are, and what they are answered as: nginx's core and index modules. */
public final class FileFeature implements Feature {
    private static final Context[] ALL = {Context.HTTP, Context.SERVER, Context.LOCATION};
    private static final Context[] ALL_AND_IF = {Context.HTTP, Context.SERVER, Context.LOCATION, Context.IF_IN_LOCATION};

    @Override
    public void register(Registry registry) {
        places(registry);
        types(registry);
        validators(registry);
        caches(registry);
        variables(registry);
        registry.phase(Phase.CONTENT, new AliasGuard());
        registry.phase(Phase.CONTENT, new IndexFile());
    }

    private static void places(Registry registry) {
        registry.directive("root", ALL_AND_IF)
                .since("0.1.0")
                .doc("The folder that paths are looked for in; with variables if need be.")
                .shown("path")
                .set((scope, s) -> {
                    noSecond(scope, s);
                    scope.get(FileSettings.KEY).root = DocumentRoot.root(s.arg(0), scope, s);
                });
        registry.directive("alias", Context.LOCATION)
                .since("0.1.0")
                .doc("What takes the place of the location's name in a path. In a location with a pattern it is the whole "
                        + "name of the file, with captures.")
                .shown("path")
                .set((scope, s) -> {
                    noSecond(scope, s);
                    scope.get(FileSettings.KEY).root = DocumentRoot.alias(s.arg(0), scope, s);
                });
        registry.directive("index", ALL)
                .since("0.1.0")
                .doc("The files that a path with a slash at its end stands for: the first that is there. One that begins with a "
                        + "slash is a path, and need not be there.")
                .shown("file ...")
                .argsFrom(1)
                .repeated()
                .set(FileFeature::index);
        registry.directive("disable_symlinks", ALL)
                .since("1.1.15")
                .doc("Whether symbolic links lead to files: `on` says no, `if_not_owner` only to what their owner has. What a name has in "
                        + "front may lead through links all the same.")
                .shown("`off` \\| `on` \\| `if_not_owner` [`from=`part]")
                .args(1, 2)
                .set(FileFeature::links);
    }

    private static void links(Scope scope, Statement s) throws ConfigException {
        FileSettings settings = scope.get(FileSettings.KEY);
        settings.links = switch (s.arg(0)) {
            case "on" -> LinkPolicy.NONE;
            case "if_not_owner" -> LinkPolicy.OWN;
            case "off" -> LinkPolicy.ANY;
            default -> throw s.error("invalid parameter \"" + s.arg(0) + "\"", "off, on or if_not_owner");
        };
        if (s.args().size() == 2) {
            if (!s.arg(1).startsWith("from=") || s.arg(1).length() == 5 || settings.links == LinkPolicy.ANY) {
                throw s.error("invalid parameter \"" + s.arg(1) + "\"", "from=part behind on or if_not_owner");
            }
            settings.linksFrom = Template.compile(s.arg(1).substring(5), scope, s.place());
        }
    }

    private static void noSecond(Scope scope, Statement s) throws ConfigException {
        DocumentRoot root = scope.get(FileSettings.KEY).root;
        if (root != null) {
            String known = root.isAlias() ? "alias" : "root";
            throw s.name().equals(known)
                    ? s.complaint("is duplicate")
                    : s.complaint("is duplicate, \"" + known + "\" directive was specified earlier");
        }
    }

    private static void index(Scope scope, Statement s) throws ConfigException {
        FileSettings settings = scope.get(FileSettings.KEY);
        List<Template> names = settings.index == null ? new ArrayList<>() : new ArrayList<>(settings.index);
        for (String each : s.args()) {
            if (each.isEmpty()) {
                throw s.error("index \"\" in \"index\" directive is invalid");
            }
            names.add(Template.compile(each, scope, s.place()));
        }
        settings.index = names;
    }

    private static void types(Registry registry) {
        registry.directive("types", ALL)
                .since("0.1.0")
                .doc("Content types and the endings of file names that have them, one type a line.")
                .args(0, 0)
                .repeated()
                .lines((scope, s) -> scope.get(TypeSettings.KEY).add(s, scope.configuration()));
        registry.directive("default_type", ALL)
                .since("0.1.0")
                .doc("The content type of files with another ending.")
                .text(TypeSettings.KEY, TypeSettings::otherwise);
    }

    private static void validators(Registry registry) {
        registry.directive("etag", ALL)
                .since("1.3.3")
                .doc("Whether files are told apart by the field `ETag`.")
                .flag(FileSettings.KEY, (s, on) -> s.etag = on);
    }

    private static void caches(Registry registry) {
        registry.directive("open_file_cache", ALL)
                .since("0.3.1")
                .doc("How many files a loop keeps open, and for how long when nobody asks for them.")
                .shown("`off` | `max=`number [`inactive=`time]")
                .args(1, 2)
                .set(FileFeature::openFileCache);
        registry.directive("open_file_cache_valid", ALL)
                .since("0.3.1")
                .doc("After what time such a file is looked at again.")
                .time(FileSettings.KEY, (s, millis) -> s.cacheValid = millis);
        registry.directive("open_file_cache_min_uses", ALL)
                .since("0.3.1")
                .doc("How often it has to be asked for to be kept longer than that.")
                .number(FileSettings.KEY, (s, uses) -> s.cacheUses = uses);
        registry.directive("open_file_cache_errors", ALL)
                .since("0.3.1")
                .doc("Whether files that are not there are remembered, too.")
                .flag(FileSettings.KEY, (s, on) -> s.cacheErrors = on);
    }

    private static void openFileCache(Scope scope, Statement s) throws ConfigException {
        int most = -1;
        long inactive = 60_000;
        for (String each : s.args()) {
            if (each.equals("off")) {
                most = 0;
            } else if (each.startsWith("max=")) {
                most = Values.number(s, each.substring(4));
            } else if (each.startsWith("inactive=")) {
                inactive = Values.millis(s, each.substring(9));
            } else {
                throw s.error("invalid \"open_file_cache\" parameter \"" + each + "\"", "off, max= or inactive=");
            }
        }
        if (most < 0) {
            throw s.error("\"open_file_cache\" must have the \"max\" parameter");
        }
        scope.get(FileSettings.KEY).cacheSize(most, inactive);
    }

    private static void variables(Registry registry) {
        registry.variable("document_root", (x, to) -> {
            x.settings(FileSettings.KEY).root.write(x, to);
            return true;
        });
        registry.variable("request_filename", (x, to) -> {
            x.settings(FileSettings.KEY).root.write(x, x.uri(), to);
            return true;
        });
        registry.variable("realpath_root", (x, to) -> {
            Output name = FileLoop.of(x.loop()).folder(x);
            return RealPath.write(name, to);
        });
    }
}
