package millrace.gateway.config;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads a tree of statements against the table, once: makes the levels, runs the directives, lets settings be
 * inherited, binds variables, completes. By one thread.
 */
final class Reading {
    /** That of UTF-8, as files are read: an octet is a character. */
    private static final String BYTE_ORDER_MARK = "\u00ef\u00bb\u00bf";

    private final Registry registry;
    private final Configuration configuration;
    private final List<ConfigException> problems = new ArrayList<>();
    private final List<ConfigException> unparsed = new ArrayList<>();
    private boolean strict;

    Reading(Registry registry, Source source) {
        this.registry = registry;
        this.configuration = new Configuration(registry, source);
    }

    /** The first mistake, in the order of the files, ends it. */
    Configuration strictly() throws ConfigException {
        strict = true;
        run();
        if (!problems.isEmpty()) {
            throw problems.getFirst();
        }
        return configuration;
    }

    /**
     * All mistakes at once; among them may be some that only follow from others. Nothing is completed if there are
     * any.
     */
    List<ConfigException> all() {
        run();
        return problems;
    }

    Configuration configuration() {
        return configuration;
    }

    private void run() {
        List<Statement> tree = parse();
        apply(tree, configuration.main());
        problems.addAll(unparsed);
        if (problems.isEmpty() || !strict) {
            configuration.variables().bindAll(problems::add);
            configuration.streamVariables().bindAll(problems::add);
        }
        complete();
    }

    private List<Statement> parse() {
        Source source = configuration.source();
        Parser parser = new Parser(configuration.folder(), unparsed::add);
        List<Statement> tree = new ArrayList<>(parser.commandLine(source.globals()));
        tree.addAll(source.text() == null ? parser.file(source.file(), null) : parser.text(source.file(),
                source.text()));
        configuration.read(parser.files(), tree);
        return tree;
    }

    private void apply(List<Statement> statements, Scope scope) {
        for (Statement each : statements) {
            if (strict && !problems.isEmpty()) {
                return;
            }
            try {
                apply(each, scope);
            } catch (ConfigException e) {
                problems.add(e);
            }
        }
    }

    private void apply(Statement s, Scope scope) throws ConfigException {
        Directive directive = find(s, scope.context());
        checkForm(s, directive);
        if (!directive.repeated() && !scope.first(directive)) {
            throw s.complaint("is duplicate");
        }
        if (directive.body() != Directive.Body.SCOPE) {
            directive.action().apply(scope, s);
            return;
        }
        Scope inner = new Scope(directive.inner(), scope, s, configuration);
        try {
            directive.action().apply(inner, s);
        } catch (ConfigException e) {
            problems.add(e);
        }
        apply(s.block(), inner);
        if (directive.closing() != null && (problems.isEmpty() || !strict)) {
            directive.closing().apply(inner, s);
        }
    }

    private Directive find(Statement s, Context context) throws ConfigException {
        List<Directive> named = registry.named(s.name());
        for (Directive each : named) {
            if (each.contexts().contains(context)) {
                return each;
            }
        }
        if (!named.isEmpty()) {
            List<String> allowed = named.stream().flatMap(d -> d.contexts().stream()).distinct().map(Context::words)
                    .toList();
            throw s.error("\"" + s.name() + "\" directive is not allowed here",
                    "it may stand in " + String.join(", ", allowed));
        }
        String reason = AbsentDirectives.reason(s.name());
        if (reason != null) {
            throw s.error("directive \"" + s.name() + "\" of nginx is not there yet", reason);
        }
        throw s.error("unknown directive \"" + s.name() + "\"", meant(s.name()));
    }

    /** What lies behind a name that is none; null if nobody knows. */
    private String meant(String name) {
        int parenthesis = name.indexOf('(');
        if (name.startsWith(BYTE_ORDER_MARK)) {
            return "the file begins with a byte order mark: save it without";
        }
        if (parenthesis > 0 && !registry.named(name.substring(0, parenthesis)).isEmpty()) {
            return "a blank belongs in front of \"(\"";
        }
        if (name.indexOf('}') >= 0) {
            return "a pattern with braces needs quotes around it";
        }
        return NearestName.hint(name, registry.directives().stream().map(Directive::name).toList());
    }

    private void checkForm(Statement s, Directive directive) throws ConfigException {
        if (directive.body() == Directive.Body.NONE && s.block() != null) {
            throw s.error("directive \"" + s.name() + "\" is not terminated by \";\"", "it has no block");
        }
        if (directive.body() != Directive.Body.NONE && s.block() == null) {
            throw s.error("directive \"" + s.name() + "\" has no opening \"{\"", "it has a block");
        }
        int count = s.args().size();
        if (count < directive.minArgs() || count > directive.maxArgs()) {
            throw s.error("invalid number of arguments in \"" + s.name() + "\" directive", expected(s, directive));
        }
    }

    private String expected(Statement s, Directive directive) {
        int count = s.args().size();
        for (String each : s.args()) {
            if (count > directive.maxArgs() && !registry.named(each).isEmpty()) {
                return "is a \";\" missing in front of \"" + each + "\"?";
            }
        }
        int min = directive.minArgs();
        int max = directive.maxArgs();
        String range = min == max ? "" + min : max == Integer.MAX_VALUE ? "at least " + min : min + " to " + max;
        return "it takes " + range + ", and here are " + count;
    }

    private void complete() {
        try {
            if (problems.isEmpty()) {
                configuration.main().complete(configuration.keys());
            }
            List<Configuration.Completion> completions = configuration.completions();
            for (int i = 0; i < completions.size() && problems.isEmpty(); i++) {
                completions.get(i).run();
            }
        } catch (ConfigException e) {
            problems.add(e);
        }
    }
}
