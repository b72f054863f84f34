package millrace.lint.javac;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.Trees;
import millrace.lint.source.Place;

/** Where trees of one file stand in it. */
final class Places {
    private final String file;
    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final LineMap lines;

    Places(String file, CompilationUnitTree unit, Trees trees) {
        this.file = file;
        this.unit = unit;
        this.positions = trees.getSourcePositions();
        this.lines = unit.getLineMap();
    }

    Place of(Tree tree) {
        return at(positions.getStartPosition(unit, tree));
    }

    /** A chain of calls over several lines is told by its last word. */
    Place ofCall(Tree call) {
        if (call instanceof MethodInvocationTree method && method.getMethodSelect() instanceof MemberSelectTree select) {
            long end = positions.getEndPosition(unit, select) - select.getIdentifier().length();
            Place start = of(call);
            return end > 0 && at(end).line() != start.line() ? at(end) : start;
        }
        return of(call);
    }

    /** What the compiler made itself has no position. */
    private Place at(long position) {
        if (position < 0) {
            return new Place(file, 1, 1);
        }
        long line = lines.getLineNumber(position);
        return new Place(file, (int) line, (int) (position - lines.getStartPosition(line)) + 1);
    }
}
