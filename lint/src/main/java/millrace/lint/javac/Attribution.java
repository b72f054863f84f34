package millrace.lint.javac;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import com.sun.source.util.Trees;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Types;

/**
 * What a name means: by the compiler where it knows, and by the imports where a type is not on the class path. Names of
 * types are qualified, with dots.
 */
final class Attribution {
    private final Trees trees;
    private final Types types;
    private final Map<String, String> imports = new HashMap<>();
    private final Map<String, List<String>> supertypes;

    /** @param supertypes found so far, by name; shared by the files of one compilation */
    Attribution(Trees trees, Types types, CompilationUnitTree unit, Map<String, List<String>> supertypes) {
        this.trees = trees;
        this.types = types;
        this.supertypes = supertypes;
        for (ImportTree each : unit.getImports()) {
            if (!each.isModule()) {
                String name = each.getQualifiedIdentifier().toString();
                imports.put(name.substring(name.lastIndexOf('.') + 1), name);
            }
        }
    }

    Element element(TreePath path) {
        return trees.getElement(path);
    }

    Collection<String> imports() {
        return imports.values();
    }

    /** The type of an expression, or a type that is named, and its supertypes, the most specific first. */
    List<String> typesOf(TreePath path) {
        TypeMirror type = trees.getTypeMirror(path);
        if (type instanceof DeclaredType declared && type.getKind() == TypeKind.DECLARED) {
            return typesOf(declared);
        }
        String written = type != null && type.getKind() == TypeKind.ERROR ? type.toString() : path.getLeaf().toString();
        // `any` is what the compiler calls what it could not make out at all.
        return List.of(byImport(written.equals("<any>") ? path.getLeaf().toString() : written));
    }

    /** The type of an expression with its arguments. */
    String written(TreePath path) {
        return String.valueOf(trees.getTypeMirror(path));
    }

    List<String> typesOf(Element type) {
        return type instanceof TypeElement && type.asType() instanceof DeclaredType declared
                ? typesOf(declared)
                : List.of();
    }

    private List<String> typesOf(DeclaredType type) {
        String name = ((TypeElement) type.asElement()).getQualifiedName().toString();
        if (name.isEmpty()) {
            return collect(type); // An anonymous class.
        }
        List<String> known = supertypes.get(name);
        if (known == null) {
            known = collect(type);
            supertypes.put(name, known);
        }
        return known;
    }

    private List<String> collect(DeclaredType type) {
        Set<String> names = new LinkedHashSet<>();
        List<TypeMirror> next = new ArrayList<>(List.of(types.erasure(type)));
        for (int i = 0; i < next.size(); i++) {
            TypeMirror each = next.get(i);
            if (each.getKind() == TypeKind.ERROR) {
                names.add(byImport(each.toString()));
            } else if (each instanceof DeclaredType declared
                    && names.add(((TypeElement) declared.asElement()).getQualifiedName().toString())) {
                next.addAll(types.directSupertypes(each));
            }
        }
        names.remove("");
        return List.copyOf(names);
    }

    /** Without type arguments; a name that is not imported stays as it is. */
    String byImport(String written) {
        int arguments = written.indexOf('<');
        String name = arguments < 0 ? written : written.substring(0, arguments);
        int dot = name.indexOf('.');
        String first = dot < 0 ? name : name.substring(0, dot);
        String imported = imports.get(first);
        return imported == null ? name : imported + name.substring(first.length());
    }

    List<String> typesOf(TreePath parent, Tree tree) {
        return typesOf(new TreePath(parent, tree));
    }
}
