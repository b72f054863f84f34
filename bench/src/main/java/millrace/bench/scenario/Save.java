package millrace.bench.scenario;

import java.util.List;
import millrace.http.json.JsonValue;
import millrace.regex.RegexBudgetExceeded;
import millrace.regex.SafeMatcher;
import millrace.regex.SafeRegex;

/** Takes a value from an answer, for later requests. Immutable. */
sealed interface Save {
    String name();

    boolean ofBody();

    /** A text or a value of JSON; {@code null} when it is not there. */
    Object from(Answer answer);

    record Member(String name, JsonPath path) implements Save {
        @Override
        public boolean ofBody() {
            return true;
        }

        @Override
        public Object from(Answer answer) {
            JsonValue document = answer.json();
            return document == null ? null : path.in(document);
        }
    }

    record Header(String name, String header) implements Save {
        @Override
        public boolean ofBody() {
            return false;
        }

        @Override
        public Object from(Answer answer) {
            List<String> values = answer.header(header);
            return values.isEmpty() ? null : values.getFirst();
        }
    }

    /** The first group, or the whole match where there is none. */
    record Match(String name, SafeRegex regex) implements Save {
        @Override
        public boolean ofBody() {
            return true;
        }

        @Override
        public Object from(Answer answer) {
            String text = answer.text();
            if (text == null) {
                return null;
            }
            try {
                SafeMatcher matcher = regex.matcher(text);
                return !matcher.find() ? null : matcher.groupCount() > 0 ? matcher.group(1) : matcher.group();
            } catch (RegexBudgetExceeded e) {
                return null; // It took too long to find out.
            }
        }
    }
}
