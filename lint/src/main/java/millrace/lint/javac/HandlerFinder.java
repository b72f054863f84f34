package millrace.lint.javac;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Element;
import millrace.lint.source.Facts;
import millrace.lint.source.Place;

/** Finds the functions of a file that an event loop calls for requests. */
final class HandlerFinder {
    private final Attribution attribution;
    private final Functions functions;
    private final Places places;
    private final List<Facts.Handler> found;
    private final boolean usesVertx;

    HandlerFinder(Attribution attribution, Functions functions, Places places, List<Facts.Handler> found) {
        this.attribution = attribution;
        this.functions = functions;
        this.places = places;
        this.found = found;
        this.usesVertx = attribution.imports().stream().anyMatch(name -> name.startsWith("io.vertx."));
    }

    /** The methods of a class that is a handler by its supertypes. */
    void ofClass(TreePath path, ClassTree node) {
        Element element = attribution.element(path);
        List<String> types = new ArrayList<>(element == null ? List.of() : attribution.typesOf(element));
        if (element == null) {
            node.getImplementsClause().forEach(each -> types.addAll(attribution.typesOf(path, each)));
            if (node.getExtendsClause() != null) {
                types.addAll(attribution.typesOf(path, node.getExtendsClause()));
            }
        }
        for (Tree member : node.getMembers()) {
            if (member instanceof MethodTree method && HandlerTypes.isHandler(types, method.getName().toString())) {
                String name = node.getSimpleName().isEmpty() ? "" : node.getSimpleName() + ".";
                add(functions.of(method), name + method.getName(), places.of(method), false);
            }
        }
    }

    /** A lambda or a method reference that is used as a handler. */
    void ofFunction(TreePath path, int function) {
        if (function != 0 && HandlerTypes.isHandlerFunction(attribution.typesOf(path), attribution.written(path))) {
            add(function, describe(path), places.of(path.getLeaf()), false);
        }
    }

    /** A method that only a loop would call: {@code (Request, Response)}. */
    void byParameters(TreePath path, MethodTree method) {
        List<String> parameters = method.getParameters().stream()
                .map(each -> attribution.byImport(String.valueOf(each.getType())))
                .toList();
        if (HandlerTypes.hasParametersOfHandler(parameters)) {
            add(functions.of(method), method.getName().toString(), places.of(method), true);
        }
    }

    /** Whether the call registers its arguments as handlers; then they are noted. */
    boolean registeredBy(TreePath call, List<String> owners, String name, List<? extends ExpressionTree> arguments) {
        if (!HandlerTypes.registers(owners, name, usesVertx)) {
            return arguments.stream().anyMatch(each -> isHandler(new TreePath(call, each)));
        }
        for (ExpressionTree argument : arguments) {
            TreePath path = new TreePath(call, argument);
            int function = argument instanceof LambdaExpressionTree lambda
                    ? functions.of(lambda)
                    : functions.of(attribution.element(path));
            if (function != 0) {
                add(function, describe(path), places.of(argument), false);
            }
        }
        return true;
    }

    private boolean isHandler(TreePath argument) {
        boolean isFunction = argument.getLeaf() instanceof LambdaExpressionTree
                || argument.getLeaf() instanceof MemberReferenceTree;
        return isFunction
                && HandlerTypes.isHandlerFunction(attribution.typesOf(argument), attribution.written(argument));
    }

    private void add(int function, String what, Place place, boolean byShape) {
        found.add(new Facts.Handler(function, what, place, byShape));
    }

    /** {@code listen}, or {@code get /users} when a path stands nearby in the chain of calls. */
    private static String describe(TreePath path) {
        if (!(path.getParentPath().getLeaf() instanceof MethodInvocationTree call)) {
            return "handler";
        }
        Tree at = call;
        while (at instanceof MethodInvocationTree each) {
            if (!each.getArguments().isEmpty()
                    && each.getArguments().getFirst() instanceof LiteralTree literal
                    && literal.getValue() instanceof String route) {
                return name(each) + " " + route;
            }
            at = each.getMethodSelect() instanceof MemberSelectTree select ? select.getExpression() : null;
        }
        return name(call);
    }

    private static String name(MethodInvocationTree call) {
        return call.getMethodSelect() instanceof MemberSelectTree select
                ? select.getIdentifier().toString()
                : call.getMethodSelect().toString();
    }
}
