package millrace.regex.analysis;

import millrace.regex.analysis.Proof.Run;

/** A pattern in an engine that counts its steps. */
interface AttackedEngine {

    /** Asks for a match, and stops beyond {@code mostSteps}. */
    Run run(String text, boolean whole, long mostSteps);
}
