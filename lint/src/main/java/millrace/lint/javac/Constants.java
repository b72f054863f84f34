package millrace.lint.javac;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CompoundAssignmentTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.VariableElement;

/** Values that are known before the program runs: constants, and variables of the file that are assigned once. */
final class Constants {
    private static final int DEEPEST = 50;

    private final Trees trees;
    private final Map<Element, TreePath> initialisers = new HashMap<>();
    private final Set<Element> reassigned = new HashSet<>();

    Constants(Trees trees, TreePath unit) {
        this.trees = trees;
        new TreePathScanner<Void, Void>() {
            @Override
            public Void visitVariable(VariableTree node, Void unused) {
                Element element = trees.getElement(getCurrentPath());
                if (element != null && node.getInitializer() != null) {
                    initialisers.put(element, new TreePath(getCurrentPath(), node.getInitializer()));
                }
                return super.visitVariable(node, unused);
            }

            @Override
            public Void visitAssignment(AssignmentTree node, Void unused) {
                reassigned.add(trees.getElement(new TreePath(getCurrentPath(), node.getVariable())));
                return super.visitAssignment(node, unused);
            }

            @Override
            public Void visitCompoundAssignment(CompoundAssignmentTree node, Void unused) {
                reassigned.add(trees.getElement(new TreePath(getCurrentPath(), node.getVariable())));
                return super.visitCompoundAssignment(node, unused);
            }
        }.scan(unit, null);
    }

    /** What the variable of this file was given, if that is all it ever gets; else null. */
    TreePath initialiser(Element variable) {
        return reassigned.contains(variable) ? null : initialisers.get(variable);
    }

    /** Null when it is not constant. */
    String text(TreePath path) {
        return value(path, 0) instanceof String text ? text : null;
    }

    /** Null when it is not constant. */
    Integer number(TreePath path) {
        return value(path, 0) instanceof Integer number ? number : null;
    }

    private Object value(TreePath path, int depth) {
        if (depth > DEEPEST) {
            return null;
        }
        return switch (path.getLeaf()) {
            case LiteralTree literal -> literal.getValue();
            case ParenthesizedTree inner -> value(new TreePath(path, inner.getExpression()), depth + 1);
            case BinaryTree binary -> combined(
                    binary.getKind(),
                    value(new TreePath(path, binary.getLeftOperand()), depth + 1),
                    value(new TreePath(path, binary.getRightOperand()), depth + 1));
            case ExpressionTree name when trees.getElement(path) instanceof VariableElement variable ->
                variable(variable, depth);
            default -> null;
        };
    }

    private Object variable(VariableElement variable, int depth) {
        if (variable.getConstantValue() != null) {
            return variable.getConstantValue();
        }
        TreePath initialiser = initialiser(variable);
        return initialiser == null ? null : value(initialiser, depth + 1);
    }

    private static Object combined(Tree.Kind operator, Object left, Object right) {
        if (left == null || right == null) {
            return null;
        }
        if (left instanceof Integer a && right instanceof Integer b) {
            return switch (operator) {
                case OR -> a | b;
                case PLUS -> a + b;
                default -> null;
            };
        }
        boolean isText = operator == Tree.Kind.PLUS && (left instanceof String || right instanceof String);
        return isText ? String.valueOf(left) + right : null;
    }
}
