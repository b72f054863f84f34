package millrace.gateway.config;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import millrace.gateway.variable.Template;

/**
 * A directive about to be declared: {@code registry.directive(name, contexts).since(...).doc(...)} and, as the last
 * word, what its value is and where it goes. Nothing is declared before that last word.
 */
public final class Declaration {
    private final Registry registry;
    private final String name;
    private final EnumSet<Context> contexts = EnumSet.noneOf(Context.class);
    private String since = "";
    private String doc = "";
    private String arguments;
    private int minArgs = 1;
    private int maxArgs = 1;
    private boolean repeated;
    private boolean yielding;

    Declaration(Registry registry, String name, Context... contexts) {
        this.registry = registry;
        this.name = name;
        this.contexts.addAll(List.of(contexts));
    }

    /** Where a value goes. */
    @FunctionalInterface
    public interface Setter<S, T> {
        void set(S settings, T value) throws ConfigException;
    }

    /** Where a yes or no goes. */
    @FunctionalInterface
    public interface FlagSetter<S> {
        void set(S settings, boolean value) throws ConfigException;
    }

    /** Where a whole number goes. */
    @FunctionalInterface
    public interface NumberSetter<S> {
        void set(S settings, int value) throws ConfigException;
    }

    /** Where a number of bytes or milliseconds goes. */
    @FunctionalInterface
    public interface LongSetter<S> {
        void set(S settings, long value) throws ConfigException;
    }

    @FunctionalInterface
    private interface Reader<T> {
        T read(Scope scope, Statement statement) throws ConfigException;
    }

    /** The version of nginx that has it first. */
    public Declaration since(String version) {
        since = version;
        return this;
    }

    /** One or a few sentences for the reference page, in Markdown. */
    public Declaration doc(String sentences) {
        doc = sentences;
        return this;
    }

    /** How the reference page shows the arguments, if the last word does not say it well. */
    public Declaration shown(String as) {
        arguments = as;
        return this;
    }

    /** The number of arguments; one, if not said. */
    public Declaration args(int min, int max) {
        minArgs = min;
        maxArgs = max;
        return this;
    }

    /** At least so many arguments. */
    public Declaration argsFrom(int min) {
        return args(min, Integer.MAX_VALUE);
    }

    /** It may stand more than once in one level. */
    public Declaration repeated() {
        repeated = true;
        return this;
    }

    /** It counts only where no other feature declares it. */
    Declaration unlessDeclared() {
        yielding = true;
        return this;
    }

    /** {@code on} or {@code off}. */
    public <S extends Settings<S>> void flag(SettingsKey<S> key, FlagSetter<S> setter) {
        one("`on` or `off`", key, (scope, s) -> Values.flag(s, s.arg(0)), setter::set);
    }

    /** A whole number from 0 on. */
    public <S extends Settings<S>> void number(SettingsKey<S> key, NumberSetter<S> setter) {
        one("number", key, (scope, s) -> Values.number(s, s.arg(0)), setter::set);
    }

    /** Bytes, with {@code k} or {@code m}. */
    public <S extends Settings<S>> void size(SettingsKey<S> key, LongSetter<S> setter) {
        one("size", key, (scope, s) -> Values.size(s, s.arg(0)), setter::set);
    }

    /** Bytes, with {@code k}, {@code m} or {@code g}. */
    public <S extends Settings<S>> void offset(SettingsKey<S> key, LongSetter<S> setter) {
        one("size", key, (scope, s) -> Values.offset(s, s.arg(0)), setter::set);
    }

    /** A time in milliseconds; without a unit it is in seconds. */
    public <S extends Settings<S>> void time(SettingsKey<S> key, LongSetter<S> setter) {
        one("time", key, (scope, s) -> Values.millis(s, s.arg(0)), setter::set);
    }

    /** A time in whole seconds. */
    public <S extends Settings<S>> void seconds(SettingsKey<S> key, LongSetter<S> setter) {
        one("time", key, (scope, s) -> Values.seconds(s, s.arg(0)), setter::set);
    }

    /** One of some words. */
    public <S extends Settings<S>> void word(SettingsKey<S> key, List<String> words, Setter<S, String> setter) {
        one(String.join(" \\| ", ticked(words)), key, (scope, s) -> Values.word(s, s.arg(0), words), setter);
    }

    /** One of the constants of an enum, by its name in lower case. */
    public <S extends Settings<S>, E extends Enum<E>> void word(SettingsKey<S> key, Class<E> words,
            Setter<S, E> setter) {
        List<String> names = List.of(words.getEnumConstants()).stream().map(Declaration::word).toList();
        one(String.join(" \\| ", ticked(names)), key,
                (scope, s) -> words.getEnumConstants()[names.indexOf(Values.word(s, s.arg(0), names))], setter);
    }

    /** Some of some words, at least one. */
    public <S extends Settings<S>> void words(SettingsKey<S> key, List<String> words, Setter<S, List<String>> setter) {
        argsFrom(1).one(String.join(" \\| ", ticked(words)) + " ...", key, (scope, s) -> {
            for (String each : s.args()) {
                Values.word(s, each, words);
            }
            return s.args();
        }, setter);
    }

    /** Any text, as it stands. */
    public <S extends Settings<S>> void text(SettingsKey<S> key, Setter<S, String> setter) {
        one("text", key, (scope, s) -> s.arg(0), setter);
    }

    /** Text with variables. */
    public <S extends Settings<S>> void template(SettingsKey<S> key, Setter<S, Template> setter) {
        one("text with variables", key, (scope, s) -> Template.compile(s.arg(0), scope, s.place()), setter);
    }

    /** Whatever the action makes of the statement. */
    public void set(Directive.Action action) {
        declare("", Directive.Body.NONE, null, action, null);
    }

    /** A block that is a level of its own. */
    public void block(Context inner, Directive.BlockAction open) {
        block(inner, open, null);
    }

    /** The same, with a second word when the block has been read. */
    public void block(Context inner, Directive.BlockAction open, Directive.BlockAction close) {
        declare("", Directive.Body.SCOPE, inner, (scope, s) -> open.open(scope.outer(), s, scope),
                close == null ? null : (scope, s) -> close.open(scope.outer(), s, scope));
    }

    /**
     * A block of lines ({@link Statement#block}) that the action understands; {@code include} is already resolved in
     * it.
     */
    public void lines(Directive.Action action) {
        declare("", Directive.Body.LINES, null, action, null);
    }

    private <S extends Settings<S>, T> void one(String shown, SettingsKey<S> key, Reader<T> reader,
            Setter<S, T> setter) {
        declare(shown, Directive.Body.NONE, null, (scope, s) -> setter.set(scope.get(key), reader.read(scope, s)),
                null);
    }

    private void declare(String shown, Directive.Body body, Context inner, Directive.Action action,
            Directive.Action closing) {
        Directive directive = new Directive(name, contexts, minArgs, maxArgs, repeated,
                arguments == null ? shown : arguments, body, inner, since, doc, action, closing);
        if (yielding) {
            registry.addUnlessDeclared(directive);
        } else {
            registry.add(directive);
        }
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static List<String> ticked(List<String> words) {
        return words.stream().map(w -> "`" + w + "`").toList();
    }
}
