package millrace.regex.analysis;

import millrace.regex.analysis.Proof.Ending;
import millrace.regex.analysis.Proof.Engine;
import millrace.regex.analysis.Proof.Run;

/** A pattern in the matcher of this package. For one thread. */
record BacktrackingTrial(BacktrackingMatcher matcher, boolean codePoints) implements AttackedEngine {

    static BacktrackingTrial of(ParsedPattern pattern) {
        return new BacktrackingTrial(new BacktrackingMatcher(ProgramCompiler.compile(pattern)), pattern.codePoints());
    }

    @Override
    public Run run(String text, boolean whole, long mostSteps) {
        long begin = System.nanoTime();
        Ending ending = switch (matcher.run(BacktrackingMatcher.characters(text, codePoints), whole, mostSteps)) {
            case MATCH -> Ending.MATCH;
            case NO_MATCH -> Ending.NO_MATCH;
            case STOPPED -> Ending.STOPPED;
        };
        return new Run(Engine.BACKTRACKING, text.length(), matcher.steps(), System.nanoTime() - begin, ending);
    }
}
