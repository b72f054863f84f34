package millrace.manager.watch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Which files' changes are of no interest, in PM2's words for {@code ignore_watch}.
 *
 * <pre>
 *   node_modules  *.tmp  .*     without a slash: the name of a file or folder at any depth
 *   ./logs  public/uploads      a path, and all below it, from the app's folder
 *   src/**&#47;*.test.js          a glob, from the app's folder
 *   /\.tmp$/i  [\/\\]\./        between slashes as JavaScript writes it, or with a backslash: a regular expression,
 *                               found in a path like /src/.cache/x, from the app's folder
 * </pre>
 *
 * <p>What is below an ignored folder is ignored too. Callable from any thread.
 */
final class IgnoredPaths implements Predicate<Path> {
    private static final Pattern EXPRESSION = Pattern.compile("/(.+)/([gimsuy]*)");

    private final Path folder;
    private final List<Path> roots;
    private final List<Predicate<Path>> rules = new ArrayList<>();

    /**
     * @param folder the app's, absolute
     * @param watched absolute; a name counts only below these
     * @throws IllegalArgumentException that names the pattern
     */
    IgnoredPaths(Path folder, List<Path> watched, List<String> patterns) {
        this.folder = folder;
        this.roots = watched.stream()
                .sorted(Comparator.comparingInt(Path::getNameCount).reversed())
                .toList();
        patterns.forEach(pattern -> rules.add(rule(pattern)));
    }

    private Predicate<Path> rule(String pattern) {
        var expression = EXPRESSION.matcher(pattern);
        if (expression.matches() && isExpression(pattern, expression.group(1))) {
            return regex(expression.group(1), expression.group(2).contains("i") ? Pattern.CASE_INSENSITIVE : 0);
        }
        if (pattern.indexOf('\\') >= 0) {
            return regex(pattern, 0);
        }
        boolean isName = pattern.indexOf('/') < 0;
        if (Glob.isGlob(pattern)) {
            return isName ? name(Glob.compile(pattern).asMatchPredicate()) : glob(pattern);
        }
        if (isName) {
            return name(pattern::equals);
        }
        Path plain = folder.resolve(pattern).normalize();
        return path -> path.startsWith(plain);
    }

    /** {@code /var/tmp/} is a folder, {@code /\.tmp$/} is none, and {@code /tmp/} is one where there is such. */
    private static boolean isExpression(String whole, String content) {
        return content.chars().anyMatch(c -> "\\^$()+|".indexOf(c) >= 0)
                || content.contains(".*")
                || content.indexOf('/') < 0 && !Files.exists(Path.of(whole));
    }

    private Predicate<Path> regex(String expression, int flags) {
        try {
            Pattern pattern = Pattern.compile(expression, flags);
            return path -> pattern.matcher("/" + below(path)).find();
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("ignore_watch \"" + expression + "\" is taken as a regular expression,"
                    + " and as one it has an error: " + e.getDescription(), e);
        }
    }

    private Predicate<Path> name(Predicate<String> rule) {
        return path -> {
            for (Path name : below(path)) {
                if (rule.test(name.toString())) {
                    return true;
                }
            }
            return false;
        };
    }

    private Path below(Path path) {
        for (Path root : roots) {
            if (path.startsWith(root)) {
                return path.equals(root) ? path.getFileName() : root.relativize(path);
            }
        }
        return path;
    }

    /** The folder's own name may have brackets that mean nothing, so only what follows it is matched. */
    private Predicate<Path> glob(String pattern) {
        Path base = pattern.startsWith("/") ? Path.of("/") : folder;
        String rest = pattern;
        while (rest.startsWith("./") || rest.startsWith("../")) {
            base = rest.startsWith("../") && base.getParent() != null ? base.getParent() : base;
            rest = rest.substring(rest.indexOf('/') + 1);
        }
        Pattern glob = Glob.compile((rest.startsWith("/") ? "" : "/") + rest.replaceAll("/+$", ""));
        Path from = base;
        return path -> path.startsWith(from) && glob.matcher("/" + from.relativize(path)).matches();
    }

    @Override
    public boolean test(Path path) {
        for (Predicate<Path> rule : rules) {
            if (rule.test(path)) {
                return true;
            }
        }
        return false;
    }
}
