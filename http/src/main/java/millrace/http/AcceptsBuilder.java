package millrace.http;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Declares what a handler accepts: see {@link Accepts}. */
public final class AcceptsBuilder {
    /** What a parameter must be. */
    interface Check {
        void check(Parameters parameters) throws HttpException;
    }

    List<String> methods;
    List<String> types;
    long bodyBytes = Long.MAX_VALUE;
    int queryBytes = Integer.MAX_VALUE;
    final Map<String, Check> parameters = new LinkedHashMap<>();
    boolean onlyTheseParameters;

    AcceptsBuilder() {}

    /** Only these methods, and HEAD where there is GET; otherwise 405. */
    public AcceptsBuilder methods(String... names) {
        Set<String> all = new LinkedHashSet<>(List.of(names));
        if (all.contains("GET")) {
            all.add("HEAD");
        }
        methods = List.copyOf(all);
        return this;
    }

    /** A body of at most so many bytes, 0 for none; otherwise 413. The server's own limit counts too. */
    public AcceptsBuilder bodyBytes(long most) {
        requireAtLeast(0, most);
        bodyBytes = most;
        return this;
    }

    /** A body, if there is one, of one of these types, such as {@code application/json} or {@code image/*}; else 415. */
    public AcceptsBuilder contentTypes(String... names) {
        types = List.of(names).stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
        return this;
    }

    /** A query of at most so many bytes as sent, without the question mark; otherwise 414. */
    public AcceptsBuilder queryBytes(int most) {
        requireAtLeast(0, most);
        queryBytes = most;
        return this;
    }

    /** A parameter that is a whole number in a range, both ends included, if it is there. */
    public AcceptsBuilder parameter(String name, long least, long most) {
        requireAtLeast(least, most);
        return add(name, parameters -> parameters.integer(name, least, most, least));
    }

    /** A parameter that is a text of at most so many characters, if it is there. */
    public AcceptsBuilder text(String name, int mostCharacters) {
        requireAtLeast(0, mostCharacters);
        return add(name, parameters -> {
            String value = parameters.get(name);
            if (value != null && value.codePointCount(0, value.length()) > mostCharacters) {
                throw wrong(name, "must have at most " + mostCharacters + " characters");
            }
        });
    }

    /** A parameter that is one of some words, if it is there. */
    public AcceptsBuilder choice(String name, String... words) {
        List<String> allowed = List.of(words);
        return add(name, parameters -> {
            String value = parameters.get(name);
            if (value != null && !allowed.contains(value)) {
                throw wrong(name, "must be one of " + String.join(", ", allowed));
            }
        });
    }

    /** Of those declared before, these must be there. */
    public AcceptsBuilder required(String... names) {
        for (String name : names) {
            Check declared = parameters.get(name);
            if (declared == null) {
                throw new IllegalArgumentException("say first what the parameter " + name + " is");
            }
            parameters.put(name, given -> {
                if (given.get(name) == null) {
                    throw wrong(name, "is missing");
                }
                declared.check(given);
            });
        }
        return this;
    }

    /** No parameters but those that are declared. */
    public AcceptsBuilder onlyTheseParameters() {
        onlyTheseParameters = true;
        return this;
    }

    /** The handler that gets what is accepted. */
    public Handler handler(Handler handler) {
        return new Accepts(this, handler);
    }

    private AcceptsBuilder add(String name, Check check) {
        if (parameters.put(name, check) != null) {
            throw new IllegalArgumentException("the parameter " + name + " is declared twice");
        }
        return this;
    }

    private static HttpException wrong(String name, String what) {
        return new HttpException(400, "the parameter " + name + " " + what);
    }

    private static void requireAtLeast(long least, long most) {
        if (most < least) {
            throw new IllegalArgumentException("at most " + most + " is less than " + least);
        }
    }
}
