package millrace.manager.app;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * What a command is about, in PM2's words: {@code all}, an id, a name, a namespace, or {@code /a pattern/} for names. A
 * name is looked for before a namespace, and an app that is called {@code 3} before the id. Pure logic.
 */
public final class Target {
    private Target() {}

    /** What can be selected. */
    public interface Candidate {
        int pmId();

        String name();

        String namespace();
    }

    /**
     * The candidates that any of the words means, each once, by id.
     *
     * @throws NoSuchTargetException when one of the words means none
     */
    public static <C extends Candidate> List<C> select(Collection<C> candidates, Collection<String> words)
            throws NoSuchTargetException {
        List<C> selected = new ArrayList<>();
        for (String word : words) {
            List<C> meant = matching(candidates, word);
            if (meant.isEmpty()) {
                throw new NoSuchTargetException(
                        word.equals("all") ? "no app is in the list" : "there is no app, id or namespace \"" + word + "\"");
            }
            meant.stream().filter(candidate -> !selected.contains(candidate)).forEach(selected::add);
        }
        selected.sort((a, b) -> Integer.compare(a.pmId(), b.pmId()));
        return selected;
    }

    /**
     * Whether something is meant by any of the words, whatever else there is or will be.
     *
     * @throws NoSuchTargetException when one of them is no pattern
     */
    public static Predicate<Candidate> any(Collection<String> words) throws NoSuchTargetException {
        Predicate<Candidate> any = candidate -> false;
        for (String word : words) {
            any = any.or(isPattern(word) ? matches(word) : candidate -> word.equals("all")
                    || candidate.name().equals(word)
                    || Integer.toString(candidate.pmId()).equals(word)
                    || candidate.namespace().equals(word));
        }
        return any;
    }

    private static boolean isPattern(String word) {
        return word.length() > 2 && word.startsWith("/") && word.endsWith("/");
    }

    private static Predicate<Candidate> matches(String word) throws NoSuchTargetException {
        Pattern pattern = pattern(word.substring(1, word.length() - 1));
        return candidate -> pattern.matcher(candidate.name()).find();
    }

    /** Those that one word means, maybe none. */
    private static <C extends Candidate> List<C> matching(Collection<C> candidates, String word)
            throws NoSuchTargetException {
        if (word.equals("all")) {
            return List.copyOf(candidates);
        }
        if (isPattern(word)) {
            return those(candidates, matches(word));
        }
        List<C> named = those(candidates, candidate -> candidate.name().equals(word));
        if (!named.isEmpty()) {
            return named;
        }
        List<C> numbered = those(candidates, candidate -> Integer.toString(candidate.pmId()).equals(word));
        return numbered.isEmpty() ? those(candidates, candidate -> candidate.namespace().equals(word)) : numbered;
    }

    private static <C extends Candidate> List<C> those(Collection<C> candidates, Predicate<? super C> wanted) {
        return candidates.stream().filter(wanted).toList();
    }

    private static Pattern pattern(String text) throws NoSuchTargetException {
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw new NoSuchTargetException("/" + text + "/ is no pattern: " + e.getDescription());
        }
    }
}
