package millrace.gateway.rewrite;

import java.util.ArrayList;
import java.util.List;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Scope;
import millrace.gateway.config.Statement;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.log.Level;
import millrace.gateway.variable.Captured;
import millrace.gateway.variable.Template;
import millrace.http.codec.Output;

/** What stands in the brackets of {@code if}. */
@FunctionalInterface
interface Condition {
    boolean holds(Exchange x);

    static Condition of(Scope scope, Statement s) throws ConfigException {
        List<String> words = words(s);
        String first = words.getFirst();
        if (first.length() > 1 && first.startsWith("$")) {
            Template variable = Template.compile(first, scope, s.place());
            if (words.size() == 1) {
                return x -> isTrue(variable.text(x));
            }
            return comparison(variable, words, scope, s);
        }
        boolean not = first.startsWith("!");
        if (first.length() == (not ? 3 : 2) && first.charAt(not ? 1 : 0) == '-' && words.size() == 2) {
            Template name = Template.compile(words.get(1), scope, s.place());
            FileCheck check = FileCheck.of(first.charAt(first.length() - 1), scope);
            if (check != null) {
                return x -> check.holds(x, name.text(x)) != not;
            }
        }
        throw invalid(s, first);
    }

    /** The words without the brackets. */
    private static List<String> words(Statement s) throws ConfigException {
        List<String> words = new ArrayList<>(s.args());
        String first = words.getFirst();
        if (!first.startsWith("(")) {
            throw invalid(s, first);
        }
        words.set(0, first.substring(1));
        String last = words.getLast();
        if (!last.endsWith(")")) {
            throw invalid(s, last);
        }
        words.set(words.size() - 1, last.substring(0, last.length() - 1));
        // The brackets may stand alone; an empty text between them is what to compare with.
        if (words.getLast().isEmpty()) {
            words.removeLast();
        }
        if (!words.isEmpty() && words.getFirst().isEmpty()) {
            words.removeFirst();
        }
        if (words.isEmpty()) {
            throw invalid(s, last);
        }
        return words;
    }

    private static Condition comparison(Template variable, List<String> words, Scope scope, Statement s)
            throws ConfigException {
        String operator = words.get(1);
        boolean not = operator.startsWith("!");
        String operand = words.getLast();
        if (words.size() > 3 || words.size() < 3 && !operator.isEmpty() && "=!~".indexOf(operator.charAt(0)) >= 0) {
            throw invalid(s, words.getFirst());
        }
        switch (operator) {
            case "=", "!=" -> {
                Template value = Template.compile(operand, scope, s.place());
                return x -> variable.text(x).equals(value.text(x)) != not;
            }
            case "~", "!~", "~*", "!~*" -> {
                Captured pattern =
                        Captured.by(operand, operator.endsWith("*"), scope.variables(), s.place());
                return x -> matches(x, variable, pattern) != not;
            }
            default -> throw s.error("unexpected \"" + operator + "\" in condition", "=, !=, ~, ~*, !~ or !~*");
        }
    }

    private static boolean matches(Exchange x, Template variable, Captured pattern) {
        Output subject = new Output(128);
        variable.write(x, subject);
        boolean found = pattern.matches(x, subject.bytes(), 0, subject.length());
        if (x.settings(RewriteSettings.KEY).logs()) {
            x.log(Level.NOTICE, "\"" + pattern.pattern() + (found ? "\" matches \"" : "\" does not match \"")
                    + variable.text(x) + "\"");
        }
        if (!found) {
            x.captures().clear();
        }
        return found;
    }

    private static boolean isTrue(String value) {
        return !value.isEmpty() && !value.equals("0");
    }

    private static ConfigException invalid(Statement s, String word) {
        return s.error("invalid condition \"" + word + "\"", "as $a, $a = b, $a != b, $a ~ pattern, or -f file");
    }
}
