package millrace.lint.javac;

import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.Element;
import millrace.lint.source.Facts;

/** The methods and lambdas of a file, numbered. */
final class Functions {
    private final Map<Tree, Integer> byTree = new HashMap<>();
    private final Map<Element, Integer> byElement = new HashMap<>();
    private final Map<String, Integer> byName = new HashMap<>();
    private final List<Facts.Function> all = new ArrayList<>();

    Functions(Trees trees, TreePath unit, Places places) {
        new TreePathScanner<Void, Void>() {
            @Override
            public Void visitMethod(MethodTree node, Void unused) {
                int number = add(node, node.getName().toString());
                Element element = trees.getElement(getCurrentPath());
                if (element != null) {
                    byElement.put(element, number);
                }
                // Two of one name and length: which one is meant, only the compiler can tell.
                byName.merge(key(node.getName(), node.getParameters().size()), number, (one, other) -> 0);
                return super.visitMethod(node, unused);
            }

            @Override
            public Void visitLambdaExpression(LambdaExpressionTree node, Void unused) {
                boolean named = getCurrentPath().getParentPath().getLeaf() instanceof VariableTree;
                int number = add(node, named
                        ? ((VariableTree) getCurrentPath().getParentPath().getLeaf()).getName().toString()
                        : "");
                if (named) {
                    byElement.put(trees.getElement(getCurrentPath().getParentPath()), number);
                }
                return super.visitLambdaExpression(node, unused);
            }

            private int add(Tree node, String name) {
                int number = all.size() + 1;
                byTree.put(node, number);
                all.add(new Facts.Function(number, name, places.of(node)));
                return number;
            }
        }.scan(unit, null);
    }

    private static String key(CharSequence name, int parameters) {
        return name + "/" + parameters;
    }

    List<Facts.Function> all() {
        return all;
    }

    int of(Tree methodOrLambda) {
        return byTree.get(methodOrLambda);
    }

    /** Of a method, or a variable that holds a lambda; 0 when it is not of this file. */
    int of(Element element) {
        return byElement.getOrDefault(element, 0);
    }

    /** For a call that the compiler could not resolve. */
    int of(CharSequence name, int arguments) {
        return byName.getOrDefault(key(name, arguments), 0);
    }
}
