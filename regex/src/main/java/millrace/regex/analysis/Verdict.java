package millrace.regex.analysis;

import java.util.List;

/**
 * What {@link RegexAnalyser} says of a pattern.
 *
 * @param degree 1 if linear, the power if polynomial, 0 if exponential or unknown
 * @param findings where the danger lies; empty unless {@link #dangerous()}
 * @param attack null unless {@link #dangerous()}
 */
public record Verdict(Complexity complexity, int degree, List<Finding> findings, Attack attack, Proof proof) {

    public Verdict {
        findings = List.copyOf(findings);
    }

    /** Whether an attack string is proven to hold a backtracking engine. */
    public boolean dangerous() {
        return attack != null && proof.proven();
    }
}
