package millrace.gateway.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import millrace.gateway.variable.Variables;

/**
 * One level of the configuration: main, http, a server, a location, ... Built by one thread; immutable once the
 * configuration is complete, and then read by all loops.
 */
public final class Scope {
    private final Context context;
    private final Scope outer;
    private final Statement statement;
    private final Configuration configuration;
    private final List<Scope> inner = new ArrayList<>();
    private Set<Directive> seen = new HashSet<>();
    private final boolean stream;
    private Object[] settings = new Object[0];
    private boolean complete;

    Scope(Context context, Scope outer, Statement statement, Configuration configuration) {
        this.context = context;
        this.outer = outer;
        this.statement = statement;
        this.configuration = configuration;
        this.stream = context == Context.STREAM || outer != null && outer.stream;
        if (outer != null) {
            outer.inner.add(this);
        }
    }

    public Context context() {
        return context;
    }

    /** The level around this one; null for main. */
    public Scope outer() {
        return outer;
    }

    /** The levels in this one, in the order of the files. */
    public List<Scope> inner() {
        return Collections.unmodifiableList(inner);
    }

    /** The directive that opened this level; null for main. */
    public Statement statement() {
        return statement;
    }

    public Configuration configuration() {
        return configuration;
    }

    public Variables variables() {
        return stream ? configuration.streamVariables() : configuration.variables();
    }

    /** Whether it is the block {@code stream}, or within. */
    public boolean isStream() {
        return stream;
    }

    /** The innermost level of a kind that this one is in, or is; null if there is none. */
    public Scope enclosing(Context kind) {
        Scope at = this;
        while (at != null && at.context != kind) {
            at = at.outer;
        }
        return at;
    }

    /**
     * A feature's settings. While configuring, those of this very level, made when first asked for; later what holds
     * in this level, by one read of an array.
     */
    @SuppressWarnings("unchecked")
    public <S extends Settings<S>> S get(SettingsKey<S> key) {
        int index = key.index();
        Object[] all = settings;
        if (index < all.length && all[index] != null) {
            return (S) all[index];
        }
        return create(key);
    }

    private <S extends Settings<S>> S create(SettingsKey<S> key) {
        if (complete) {
            return configuration.usual(key);
        }
        configuration.made(key);
        S fresh = key.fresh();
        if (key.index() >= settings.length) {
            settings = Arrays.copyOf(settings, key.index() + 1);
        }
        settings[key.index()] = fresh;
        return fresh;
    }

    /** Whether this level has settings of its own; meaningful while configuring. */
    public boolean has(SettingsKey<?> key) {
        return key.index() < settings.length && settings[key.index()] != null;
    }

    /** Notes a directive; false if it was here before. */
    boolean first(Directive directive) {
        return seen.add(directive);
    }

    /** Completes this level and those in it. */
    void complete(List<SettingsKey<?>> keys) throws ConfigException {
        for (SettingsKey<?> key : keys) {
            complete(key);
        }
        complete = true;
        seen = null;
        for (Scope each : inner) {
            each.complete(keys);
        }
    }

    private <S extends Settings<S>> void complete(SettingsKey<S> key) throws ConfigException {
        if (outer == null) {
            get(key).inherit(null, this);
        } else if (has(key)) {
            get(key).inherit(outer.get(key), this);
        } else {
            settings = Arrays.copyOf(settings, Math.max(settings.length, key.index() + 1));
            settings[key.index()] = outer.get(key);
        }
    }
}
