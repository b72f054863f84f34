package millrace.bench.scenario;

import java.util.List;
import java.util.Set;
import millrace.http.json.JsonValue;
import millrace.regex.RegexBudgetExceeded;
import millrace.regex.SafeRegex;

/** Something that an answer has to have. Immutable; its text is what reports call it. */
sealed interface Check {
    /** Which part of an answer is looked at. */
    enum Part {
        STATUS,
        HEAD,
        BODY
    }

    Part part();

    boolean holds(int status, Answer answer);

    /** @param wanted statuses, or from 1 to 5 a whole class of them */
    record Status(Set<Integer> wanted, String text) implements Check {
        @Override
        public Part part() {
            return Part.STATUS;
        }

        @Override
        public boolean holds(int status, Answer answer) {
            return wanted.contains(status) || wanted.contains(status / 100);
        }

        @Override
        public String toString() {
            return "status is " + text;
        }
    }

    record Contains(String text) implements Check {
        @Override
        public Part part() {
            return Part.BODY;
        }

        @Override
        public boolean holds(int status, Answer answer) {
            return answer.text() != null && answer.text().contains(text);
        }

        @Override
        public String toString() {
            return "body contains \"" + text + "\"";
        }
    }

    record Matches(SafeRegex regex) implements Check {
        @Override
        public Part part() {
            return Part.BODY;
        }

        @Override
        public boolean holds(int status, Answer answer) {
            try {
                return answer.text() != null && regex.find(answer.text());
            } catch (RegexBudgetExceeded e) {
                return false; // It took too long to find out.
            }
        }

        @Override
        public String toString() {
            return "body matches " + regex;
        }
    }

    /** @param text a part of the value, or empty: then any will do */
    record Header(String name, String text) implements Check {
        @Override
        public Part part() {
            return Part.HEAD;
        }

        @Override
        public boolean holds(int status, Answer answer) {
            List<String> values = answer.header(name);
            return !values.isEmpty() && values.stream().anyMatch(value -> value.contains(text));
        }

        @Override
        public String toString() {
            return "header " + name + (text.isEmpty() ? " is there" : " contains \"" + text + "\"");
        }
    }

    /** @param text what the value is as a text, or {@code null}: then any will do */
    record Member(JsonPath path, String text) implements Check {
        @Override
        public Part part() {
            return Part.BODY;
        }

        @Override
        public boolean holds(int status, Answer answer) {
            JsonValue found = answer.json() == null ? null : path.in(answer.json());
            return found != null && (text == null || JsonPath.text(found).equals(text));
        }

        @Override
        public String toString() {
            return path + (text == null ? " is there" : " is " + text);
        }
    }
}
