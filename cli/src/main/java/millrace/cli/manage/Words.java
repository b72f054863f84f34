package millrace.cli.manage;

import java.util.ArrayList;
import java.util.List;

/** All words that the rows of {@link Verb} and {@link Option} come to. */
final class Words {
    /** Commands that other rooms have. */
    static final List<String> OTHERS = List.of("bench", "gateway", "lint", "help");

    private Words() {}

    static List<String> verbs() {
        List<String> words = new ArrayList<>(OTHERS);
        for (Verb verb : Verb.values()) {
            words.add(verb.word());
            words.addAll(verb.aliases);
        }
        return words;
    }

    static List<String> options(Verb verb) {
        List<String> words = new ArrayList<>();
        for (Option option : Option.values()) {
            if (option.says != null && option.suits(verb)) {
                words.add(option.word());
            }
        }
        return words;
    }
}
