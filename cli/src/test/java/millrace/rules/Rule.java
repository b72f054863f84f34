package millrace.rules;

import java.util.List;

/** A house rule that can be decided looking at one file. */
@FunctionalInterface
interface Rule {
    List<Violation> check(Source source);
}
