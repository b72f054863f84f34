package millrace.lint.javac;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Element;
import millrace.lint.source.Facts;
import millrace.lint.source.Place;

/** Collects the {@link Facts} of one file: who calls whom, who is a handler, which patterns there are. */
final class UnitScanner extends TreePathScanner<Void, Void> {
    private static final int LONGEST_TEXT = 60;

    private final Attribution attribution;
    private final Functions functions;
    private final HandlerFinder handlers;
    private final PatternCalls patternCalls;
    private final Places places;

    private final List<Facts.PatternText> patterns = new ArrayList<>();
    private final List<Facts.Handler> handlersFound = new ArrayList<>();
    private final List<Facts.Call> calls = new ArrayList<>();
    private final List<Facts.Use> uses = new ArrayList<>();
    /** The function that is being read. */
    private int within = Facts.START_UP;

    private UnitScanner(Attribution attribution, Functions functions, Constants constants, Places places) {
        this.attribution = attribution;
        this.functions = functions;
        this.handlers = new HandlerFinder(attribution, functions, places, handlersFound);
        this.patternCalls = new PatternCalls(constants, places);
        this.places = places;
    }

    static Facts scan(String file, TreePath unit, Trees trees, Attribution attribution) {
        Places places = new Places(file, unit.getCompilationUnit(), trees);
        Functions functions = new Functions(trees, unit, places);
        UnitScanner scanner = new UnitScanner(attribution, functions, new Constants(trees, unit), places);
        scanner.scan(unit, null);
        return new Facts(new Place(file, 1, 1), null, scanner.patterns, functions.all(), scanner.handlersFound,
                scanner.calls, scanner.uses);
    }

    @Override
    public Void visitClass(ClassTree node, Void unused) {
        handlers.ofClass(getCurrentPath(), node);
        return inside(Facts.START_UP, () -> super.visitClass(node, null));
    }

    @Override
    public Void visitMethod(MethodTree node, Void unused) {
        handlers.byParameters(getCurrentPath(), node);
        return inside(functions.of(node), () -> super.visitMethod(node, null));
    }

    @Override
    public Void visitLambdaExpression(LambdaExpressionTree node, Void unused) {
        handlers.ofFunction(getCurrentPath(), functions.of(node));
        return inside(functions.of(node), () -> super.visitLambdaExpression(node, null));
    }

    @Override
    public Void visitMemberReference(MemberReferenceTree node, Void unused) {
        handlers.ofFunction(getCurrentPath(), functions.of(attribution.element(getCurrentPath())));
        return super.visitMemberReference(node, unused);
    }

    @Override
    public Void visitAnnotation(AnnotationTree node, Void unused) {
        patternCalls.annotation(getCurrentPath(), node, patterns);
        return super.visitAnnotation(node, unused);
    }

    @Override
    public Void visitMethodInvocation(MethodInvocationTree node, Void unused) {
        TreePath select = new TreePath(getCurrentPath(), node.getMethodSelect());
        String name = node.getMethodSelect() instanceof MemberSelectTree member
                ? member.getIdentifier().toString()
                : node.getMethodSelect().toString();
        List<String> owners = owners(select);
        patternCalls.call(getCurrentPath(), node, owners, name, patterns);
        Element element = attribution.element(getCurrentPath());
        int target = functions.of(element);
        if (target == 0 && node.getMethodSelect() instanceof IdentifierTree) {
            target = functions.of(name, node.getArguments().size());
        }
        if (target == 0 && node.getMethodSelect() instanceof MemberSelectTree member) {
            target = heldLambda(new TreePath(select, member.getExpression()));
        }
        add(node, owners, name, node.getArguments(), target, node.getMethodSelect().toString());
        return super.visitMethodInvocation(node, unused);
    }

    @Override
    public Void visitNewClass(NewClassTree node, Void unused) {
        List<String> owners = attribution.typesOf(getCurrentPath(), node.getIdentifier());
        int target = functions.of(attribution.element(getCurrentPath()));
        add(node, owners, "new", node.getArguments(), target, "new " + node.getIdentifier());
        return super.visitNewClass(node, unused);
    }

    /** The types that a method may belong to: of what stands before the dot, or the class around. */
    private List<String> owners(TreePath select) {
        if (select.getLeaf() instanceof MemberSelectTree member) {
            return attribution.typesOf(select, member.getExpression());
        }
        Element element = attribution.element(select);
        return element == null ? List.of() : attribution.typesOf(element.getEnclosingElement());
    }

    private int heldLambda(TreePath path) {
        Element element = attribution.element(path);
        return element == null || !element.getKind().isVariable() ? 0 : functions.of(element);
    }

    private void add(Tree node, List<String> owners, String name, List<? extends ExpressionTree> arguments, int target,
            String text) {
        Place place = places.ofCall(node);
        if (target != 0) {
            calls.add(new Facts.Call(within, target, place));
        } else if (!owners.isEmpty()) {
            uses.add(new Facts.Use(within, owners, name, arguments.size(), false, shortened(text), place));
        }
        if (HandlerTypes.handsOver(owners, name) || handlers.registeredBy(getCurrentPath(), owners, name, arguments)) {
            return;
        }
        for (ExpressionTree argument : arguments) {
            handOn(new TreePath(getCurrentPath(), argument), place);
        }
    }

    /** A function that is given to a call is taken to be called by it, on this same thread. */
    private void handOn(TreePath argument, Place place) {
        switch (argument.getLeaf()) {
            case LambdaExpressionTree lambda -> calls.add(new Facts.Call(within, functions.of(lambda), place));
            case MemberReferenceTree reference -> handOnReference(argument, reference, place);
            case IdentifierTree unused when heldLambda(argument) != 0 ->
                calls.add(new Facts.Call(within, heldLambda(argument), place));
            case NewClassTree anonymous when anonymous.getClassBody() != null ->
                anonymous.getClassBody().getMembers().stream()
                        .filter(MethodTree.class::isInstance)
                        .forEach(method -> calls.add(new Facts.Call(within, functions.of(method), place)));
            default -> { /* A value. */ }
        }
    }

    private void handOnReference(TreePath path, MemberReferenceTree reference, Place place) {
        int target = functions.of(attribution.element(path));
        if (target != 0) {
            calls.add(new Facts.Call(within, target, place));
        } else {
            List<String> owners = attribution.typesOf(path, reference.getQualifierExpression());
            String name = reference.getName().contentEquals("<init>") ? "new" : reference.getName().toString();
            uses.add(new Facts.Use(within, owners, name, -1, false, shortened(reference.toString()), place));
        }
    }

    private Void inside(int function, Runnable read) {
        int outer = within;
        within = function;
        read.run();
        within = outer;
        return null;
    }

    private static String shortened(String text) {
        String line = text.replaceAll("\\s+", " ");
        return line.length() > LONGEST_TEXT ? line.substring(0, LONGEST_TEXT - 1) + "…" : line;
    }
}
